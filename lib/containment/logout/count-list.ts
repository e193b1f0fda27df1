import type { Engine } from "../../core/engine.ts"
import { invariant } from "../../core/errors.ts"
import { type SessionAuthority, type TokenKind, tokenKinds } from "../../core/session-authority.ts"
import { literal, parquetScan } from "../../core/sql.ts"
import type { LogoutPlan } from "./plan-shape.ts"
import { logoutQuery } from "./queries.ts"

/** A wave of a list that was just made. */
export interface CountedWave {
  part: string
  fromRow: number
  toRow: number
  subjects: number
  sessions: number | null
  exempt: number
  service: number
}

/** How many are inspected to see which kinds of tokens there are, and how many at once. */
const SAMPLE = 200
const AT_ONCE = 10

/** The waves of a list that was just made, in their order. */
export async function countWaves(engine: Engine, file: string): Promise<CountedWave[]> {
  const list = parquetScan([file])
  const [found] = await engine.rows<{ subjects: number; rows: number; doubles: number }>(
    logoutQuery("list-doubles", { list }),
  )
  invariant(found && found.subjects === found.rows, "the rows of the list are numbered without gaps")
  invariant(found.doubles === 0, `${found.doubles} subjects are on the list twice, or share a pseudonym`)
  const waves = await engine.rows<{
    part: string
    from_row: number
    to_row: number
    subjects: number
    sessions: number | null
    uncounted: number
    exempt: number
    service: number
  }>(logoutQuery("list-waves", { list }))
  let row = 0
  return waves.map(({ part, from_row: fromRow, to_row: toRow, sessions, uncounted, ...counts }) => {
    invariant(fromRow === row, `the rows of ${part} lie together`)
    row = toRow
    return { part, fromRow, toRow, sessions: uncounted > 0 ? null : (sessions ?? 0), ...counts }
  })
}

/** Kinds of tokens that some of the list have, spread over it; null where the authority cannot be asked. */
export async function countKinds(
  engine: Engine,
  file: string,
  authority: SessionAuthority,
): Promise<LogoutPlan["kinds"]> {
  if (!authority.inspect) return null
  let unknown = 0
  const places = { list: parquetScan([file]), count: literal(SAMPLE) }
  const sample = await engine.rows<{ sub: string }>(logoutQuery("list-sample", places))
  const found = Object.fromEntries(tokenKinds.map((kind) => [kind, 0])) as Record<TokenKind, number>
  for (let at = 0; at < sample.length; at += AT_ONCE) {
    const some = sample.slice(at, at + AT_ONCE)
    const inspections = await Promise.all(some.map(({ sub }) => authority.inspect?.(sub)))
    for (const { kind } of inspections.flatMap((one) => one?.sessions ?? [])) found[kind]++
    unknown += inspections.filter((one) => one?.isKnown === false).length
  }
  return { inspected: sample.length, unknown, found }
}
