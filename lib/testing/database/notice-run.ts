import { createHash, randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import type { PrismaClient } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { literal } from "../../core/sql.ts"
import { listFile } from "../../runs/planning/run-folder.ts"
import { type ItemState, itemStates, noCounts } from "../../runs/rules.ts"

const CHUNK_ROWS = 500
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

export interface PlantedItem {
  row: number
  token: string
  pseudonym: string
  state: ItemState
}

interface Planted {
  states: readonly ItemState[]
  runState?: "planned" | "running" | "paused" | "stopped" | "finished"
  settings?: Record<string, unknown>
  /** Of the first item; others are told apart by their rows. */
  pseudonyms?: (row: number) => string
  /** Chunks that are not filled yet, with what their counters say. */
  unfilled?: readonly { rows: number; counts: Partial<Record<ItemState, number>> }[]
}

/** A run of letters with its chunks and items in these states, as the mechanism keeps it. */
export async function noticeRun(
  database: PrismaClient,
  incidentId: string,
  { states, runState = "running", settings = {}, pseudonyms = pseudonymAt, unfilled = [] }: Planted,
): Promise<{ runId: string; number: number; items: PlantedItem[] }> {
  const number = 1 + (await database.plannedRun.count({ where: { incidentId } }))
  const at = new Date(Date.now() - 3_600_000)
  const { id: runId } = await database.plannedRun.create({
    data: {
      incidentId,
      kind: "notices",
      number,
      state: runState,
      settings: {
        executor: "smtp",
        unknown: "ask_person",
        pace: { perSecond: 50 },
        sender: { name: "Example", address: "notices@notices.example" },
        ...settings,
      },
      pace: { perSecond: 50 },
      revision: 1,
      listDigest: "planted",
      requestedBy: "system",
      checkedRevision: 1,
      ...(runState === "planned" ? {} : { startedAt: at, startsAt: at }),
    },
  })
  const items = states.map((state, row) => ({
    row,
    state,
    token: tokenOf(runId, row),
    pseudonym: pseudonyms(row),
  }))
  for (let from = 0; from < items.length; from += CHUNK_ROWS)
    await plantChunk(database, runId, items.slice(from, from + CHUNK_ROWS))
  let from = items.length
  let chunk = Math.ceil(items.length / CHUNK_ROWS)
  for (const { rows, counts } of unfilled) {
    const data = {
      ...noCounts(),
      ...counts,
      runId,
      number: ++chunk,
      part: "unaffected",
      fromRow: from,
      toRow: from + rows,
    }
    await database.runChunk.create({ data: { ...data, state: counts.queued ? "open" : "done" } })
    from += rows
  }
  return { runId, number, items }
}

async function plantChunk(
  database: PrismaClient,
  runId: string,
  items: readonly PlantedItem[],
): Promise<void> {
  const first = items[0]
  if (!first) return
  const counts = noCounts()
  for (const { state } of items) counts[state]++
  const waits = counts.queued + counts.sending + counts.deferred > 0
  const number = 1 + Math.floor(first.row / CHUNK_ROWS)
  await database.runChunk.create({
    data: {
      ...counts,
      runId,
      number,
      part: "owner_video",
      fromRow: first.row,
      toRow: first.row + items.length,
      state: waits ? "open" : "done",
      isFilled: true,
    },
  })
  const sentAt = new Date(Date.now() - 1_800_000)
  await database.runItem.createMany({
    data: items.map(({ row, state, token, pseudonym }) => ({
      runId,
      row,
      chunk: number,
      subject: pseudonym,
      variant: "owner_video/en/general",
      token,
      state,
      changedAt: sentAt,
      ...(["accepted", "delivered", "bounced", "complained", "unknown"].includes(state) ? { sentAt } : {}),
    })),
  })
}

/** Counters as they should be, from the items themselves; of chunks that are filled. */
export async function countersAgree(database: PrismaClient, runId: string): Promise<boolean> {
  const chunks = await database.runChunk.findMany({ where: { runId, isFilled: true } })
  const counted = await database.runItem.groupBy({ by: ["chunk", "state"], where: { runId }, _count: true })
  return chunks.every((chunk) =>
    itemStates.every(
      (state) =>
        chunk[state] ===
        (counted.find((one) => one.chunk === chunk.number && one.state === state)?._count ?? 0),
    ),
  )
}

function tokenOf(runId: string, row: number): string {
  const digest = createHash("sha256").update(`${runId} ${row} ${randomUUID()}`).digest()
  return Array.from({ length: 26 }, (_, at) => DIGITS[(digest[at] ?? 0) % 32])
    .join("")
    .toLowerCase()
}

/** A pseudonym that only its row has. */
export function pseudonymAt(row: number): string {
  const digits = Array.from({ length: 12 }, (_, at) => DIGITS[Math.floor(row / 32 ** (11 - at)) % 32]).join(
    "",
  )
  return `P-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`
}

/**
 * The frozen list of a run, with a letter for each of its rows but every tenth, who has no address.
 * @returns its digest
 */
export async function plantList(
  { withEngine, config }: Pick<Context, "withEngine" | "config">,
  run: { id: string; incidentId: string },
  rows: number,
  variant = "owner_video/en/general",
): Promise<string> {
  const file = listFile(config, run)
  await mkdir(dirname(file), { recursive: true })
  const digits = literal(DIGITS)
  const digit = (at: number) => `substr(${digits}, ((row >> ${at * 5}) & 31)::INTEGER + 1, 1)`
  const four = (from: number) => [3, 2, 1, 0].map((at) => digit(from + at)).join(" || ")
  await withEngine(async (engine) => {
    await engine.run(`COPY (
      SELECT row::INTEGER AS row, split_part(${literal(variant)}, '/', 1) AS part, ${literal(variant)} AS variant,
        'P-' || ${four(8)} || '-' || ${four(4)} || '-' || ${four(0)} AS pseudonym,
        'account-' || row AS account_id, 'person' || row || '@example.org' AS email, 'Person ' || row AS name,
        CASE WHEN row % 10 = 9 THEN 'no_address' END AS skip, 'owner_video' AS now_group, NULL::VARCHAR AS told_group,
        false AS is_closed,
        '{"name":"Person","timeZone":null,"cameras":[],"camerasMore":0,"pictures":2,"videos":1,"tapped":0,"viewers":3,"seenOwners":0,"seenPictures":0,"seenVideos":0}' AS fields
      FROM range(${rows}) AS r (row) ORDER BY row
    ) TO ${literal(file)} (FORMAT parquet, ROW_GROUP_SIZE 10240)`)
  })
  return createHash("sha256").update(readFileSync(file)).digest("hex")
}
