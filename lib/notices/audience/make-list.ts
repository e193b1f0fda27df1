import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import type { CopyItemStates } from "../../core/item-states.ts"
import { letterGroups, letterLocales, type Part } from "../../core/letters.ts"
import { literal, parquetScan } from "../../core/sql.ts"
import { pseudonymKey, pseudonymMacro } from "../../exposure/identities/pseudonym.ts"
import { partOf, partOrder } from "../settings.ts"
import { audienceQuery as query } from "./audience-query.ts"
import type { DecidedPart } from "./decide-parts.ts"
import { judgeAddresses } from "./judge-addresses.ts"
import type { EarlierRun, PlanSources } from "./plan-sources.ts"

/** A letter names so many cameras; of those beyond it gives the number. */
const CAMERAS_MAX = 10
/** Rows of the list are read a chunk at a time: small groups of rows keep that quick. */
const GROUP_ROWS = 10_240
/** SQL: whose account is closed, or was there once and is not any more. */
const IS_CLOSED =
  "(coalesce(book.status = 'closed', false) OR (book.was_listed AND NOT book.is_listed) OR book.is_gone)"

export interface ListWork {
  engine: Engine
  workFolder: string
  copyItemStates: CopyItemStates
  sources: PlanSources
  decided: ReadonlyMap<Part, DecidedPart>
  leavesClosed: boolean
}

/**
 * Writes the frozen list of a plan: whom it concerns, in the order of sending, with letter and values. Leaves the tables
 * `standing` (told × now) and `cells` for counting. Nothing of it comes into the memory of this process.
 */
export async function makeList(
  ctx: Pick<Context, "secret">,
  { engine, workFolder, copyItemStates, sources, decided, leavesClosed }: ListWork,
  file: string,
): Promise<void> {
  const { result, holds } = sources
  await engine.run("SET preserve_insertion_order = true")
  await tellEarlier(engine, workFolder, copyItemStates, sources.earlier)
  await engine.run(cellsTable())
  await engine.run(query("told"))
  await engine.run(query("bounced"))
  const accounts = newestAccounts(sources)
  await engine.run(query("standing", { accounts, people: fileOf(result, "people.parquet") }))
  const hasUnaffected = literal(decided.get("unaffected")?.isTold ?? false)
  await engine.run(query("chosen", { accounts, has_unaffected: hasUnaffected }))
  const known = bookSources(sources)
  await judgeAddresses(engine, workFolder, known)
  for (const source of known) await lookInto(engine, source)
  await makeFields(engine, sources)
  await engine.run(decisionsTable(decided))
  await defineMacros(ctx, engine, result.incident.id)
  const places = {
    leaves_closed: literal(leavesClosed),
    is_closed: IS_CLOSED,
    is_held: isHeld(holds),
    may_be_held: mayBeHeld(holds),
  }
  await engine.run(`COPY (${query("list", places)}) TO ${literal(file)}
    (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS})`)
}

/** SQL: the accounts of the result itself. */
export function newestAccounts({ result }: Pick<PlanSources, "result">): string {
  return parquetScan([join(result.accountsFolder, "by-id.parquet")])
}

function fileOf({ folder }: PlanSources["result"], name: string): string {
  return parquetScan([join(folder, name)])
}

async function tellEarlier(
  engine: Engine,
  workFolder: string,
  copyItemStates: CopyItemStates,
  earlier: readonly EarlierRun[],
): Promise<void> {
  const relations: string[] = []
  for (const { id, number, isUnderWay, beganAt, list } of earlier) {
    const states = join(workFolder, `states-${number}.csv`)
    await copyItemStates(id, states)
    relations.push(
      query("earlier", {
        number: literal(number),
        is_under_way: literal(isUnderWay),
        began_at: literal(BigInt(beganAt.getTime()) * 1000n),
        not_begun: literal(isUnderWay ? "queued" : "cancelled"),
        list: parquetScan([list]),
        states: literal(states),
      }),
    )
  }
  const all = relations.length === 0 ? query("no-earlier") : relations.join("\nUNION ALL\n")
  await engine.run(`CREATE VIEW earlier AS ${all}`)
}

/** Told × now as the rules have it. */
function cellsTable(): string {
  const cells = [null, ...letterGroups].flatMap((told) =>
    letterGroups.map((now) => `(${literal(told)}, ${literal(now)}, ${literal(partOf(told, now))})`),
  )
  return `CREATE TABLE cells AS SELECT * FROM (VALUES ${cells.join(", ")}) AS cells (told_group, now_group, part)`
}

function decisionsTable(decided: ReadonlyMap<Part, DecidedPart>): string {
  const rows = partOrder.map(
    (part, nth) => `(${literal(part)}, ${nth}, ${literal(decided.get(part)?.isTold ?? false)})`,
  )
  return `CREATE TABLE decisions AS SELECT * FROM (VALUES ${rows.join(", ")}) AS decisions (part, nth, is_told)`
}

/** SQL for what knows people, in the order in which their addresses count: earlier lists, then accounts, the newest last. */
function bookSources({ earlier, accountsFolders }: PlanSources): string[] {
  return [
    ...earlier.map(({ list }) => query("from-list", { list: parquetScan([list]) })),
    ...accountsFolders.map((folder) =>
      query("from-accounts", { accounts: parquetScan([join(folder, "by-id.parquet")]) }),
    ),
  ]
}

async function lookInto(engine: Engine, source: string): Promise<void> {
  await engine.run(query("address-book", { source }))
  await engine.run("DROP TABLE book; ALTER TABLE book_next RENAME TO book")
}

async function makeFields(engine: Engine, { result }: PlanSources): Promise<void> {
  const exposures = fileOf(result, "exposures.parquet")
  const devices = fileOf(result, "devices.parquet")
  await engine.run(query("owner-fields", { exposures, devices, cameras_max: literal(CAMERAS_MAX) }))
  await engine.run(query("viewer-fields", { exposures }))
}

async function defineMacros(ctx: Pick<Context, "secret">, engine: Engine, incidentId: string): Promise<void> {
  // What the engine says of a statement that it cannot run may quote it, and this one holds the key.
  await engine.run(pseudonymMacro(pseudonymKey(ctx, incidentId))).catch(() => {
    throw new Error("the engine does not learn to make pseudonyms")
  })
  await engine.run(variantMacros())
}

/** SQL that lets an engine name the form of a letter by `variant_of(…)`. */
export function variantMacros(): string {
  const [first] = letterLocales
  return query("variant-of", { locales: letterLocales.map(literal).join(", "), locale: literal(first) })
}

/** SQL: whether an authority has asked to wait for people of this place. */
function isHeld(holds: PlanSources["holds"]): string {
  const each = holds.map(({ place }) => {
    if (place === null) return "true"
    if (place.includes("-")) return `coalesce(book.region = ${literal(place)}, false)`
    return `(coalesce(book.country = ${literal(place)}, false) OR coalesce(starts_with(book.region, ${literal(`${place}-`)}), false))`
  })
  return each.length === 0 ? "false" : each.join(" OR ")
}

/** SQL: whether it is not known that somebody lives elsewhere than where an authority has asked to wait. */
function mayBeHeld(holds: PlanSources["holds"]): string {
  const each = holds.flatMap(({ place }) => {
    if (place === null) return []
    const [country = ""] = place.split("-")
    const isThere = `coalesce(book.country = ${literal(country)}, true)`
    return [
      place === country
        ? "(book.country IS NULL AND book.region IS NULL)"
        : `(book.region IS NULL AND ${isThere})`,
    ]
  })
  return each.length === 0 ? "false" : each.join(" OR ")
}
