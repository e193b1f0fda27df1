import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { join } from "node:path"
import type { Engine } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { judgeAddress } from "../delivery/address.ts"
import { audienceQuery as query } from "./audience-query.ts"

/** How many addresses are looked at at a time. */
const PAGE = 10_000

const LOCAL = "[A-Za-z0-9_!#$%&*+/=?^`{|}~-]+"
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
const PLAIN = `${LOCAL}([.]${LOCAL})*@(${LABEL}[.])+[A-Za-z]{2,}`
/** Short enough that no part of an address can be too long. */
const PLAIN_CHARACTERS_MAX = 63

/**
 * SQL: whether a column holds an address of the plain kind, of which nothing has to be asked: `judgeAddress` accepts each.
 * Two hyphens are how domains begin that stand for others (xn--).
 */
export function isPlain(column: string): string {
  return `(length(${column}) <= ${PLAIN_CHARACTERS_MAX} AND NOT contains(${column}, '--')
    AND regexp_full_match(${column}, ${literal(PLAIN)}))`
}

/**
 * Makes the table `faulty` of the addresses in these sources that no letter can be sent to, by the same rules as delivery
 * has. Only those that are not of the plain kind leave the engine, a page at a time.
 */
export async function judgeAddresses(
  engine: Engine,
  workFolder: string,
  sources: readonly string[],
): Promise<void> {
  await engine.run("CREATE TABLE odd (email VARCHAR)")
  for (const source of sources)
    await engine.run(query("odd-addresses", { source, is_plain: isPlain("source.email") }))
  const file = join(workFolder, "faulty.csv")
  await writeFaulty(engine, file)
  await engine.run(`CREATE TABLE faulty AS SELECT email FROM odd WHERE rowid IN (
    SELECT nth FROM read_csv(${literal(file)}, header = false, auto_detect = false, columns = {'nth': 'BIGINT'}))`)
}

/** Writes the places of those that cannot be, for the addresses themselves may hold anything. */
async function writeFaulty(engine: Engine, file: string): Promise<void> {
  const out = createWriteStream(file)
  for (let from = 0; ; from += PAGE) {
    const page = await engine.rows<{ nth: number; email: string }>(
      `SELECT rowid::DOUBLE AS nth, email FROM odd WHERE rowid >= ${from} AND rowid < ${from + PAGE}`,
    )
    if (page.length === 0) break
    const faulty = page.filter(({ email }) => "fault" in judgeAddress(email))
    if (!out.write(faulty.map(({ nth }) => `${nth}\n`).join(""))) await once(out, "drain")
  }
  out.end()
  await once(out, "finish")
}
