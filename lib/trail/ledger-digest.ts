import { createHash } from "node:crypto"
import type { LedgerRow } from "./ledgers.ts"

/** SHA-256 over rows in the order of their ids: each as a line of JSON with its cells, ended by a line feed. */
export class LedgerDigest {
  private readonly hash = createHash("sha256")
  count = 0

  add(rows: readonly LedgerRow[]): void {
    for (const { cells } of rows) this.hash.update(`${JSON.stringify(cells)}\n`)
    this.count += rows.length
  }

  /** In hexadecimal; nothing can be added afterwards. */
  end(): string {
    return this.hash.digest("hex")
  }
}
