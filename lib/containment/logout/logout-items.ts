import { tokenOf } from "../../runs/item-token.ts"
import type { NewItem } from "../../runs/kind.ts"
import type { LogoutRow } from "./logout-rows.ts"

const VARIANT = "logout"

/** What the secret is for from which tokens of logouts are made: the idempotency keys that authorities are told. */
export const LOGOUT_TOKENS = "logouts"

/** Rows of a frozen list as they go into the ledger. */
export function itemsOf(runId: string, key: Buffer, rows: readonly LogoutRow[]): NewItem[] {
  return rows.map(({ row, pseudonym, skip }) => ({
    row,
    subject: pseudonym,
    variant: VARIANT,
    token: tokenOf(key, runId, pseudonym),
    ...(skip && { state: "suppressed" as const, reason: skip }),
  }))
}
