import { createHash } from "node:crypto"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { PlannedRun, Prisma, PrismaClient } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { literal } from "../../core/sql.ts"
import type { RecipientFields } from "../../notices/letters/fields.ts"
import { DuckDbSession } from "../../platform/engine/duckdb-session.ts"
import { listFile, runFolder } from "../../runs/planning/run-folder.ts"

/** Somebody on a frozen list; what is left out is as of most. */
export interface FrozenPerson {
  email?: string | null
  part?: string
  variant?: string
  skip?: string | null
  told?: string | null
  fields?: Partial<RecipientFields>
}

interface Frozen {
  people: readonly FrozenPerson[]
  settings?: Record<string, unknown>
  data?: Partial<Prisma.PlannedRunUncheckedCreateInput>
  pseudonyms?: (row: number) => string
}

export const VARIANT = "owner_shown/en/general"
const LETTER = {
  subject: "Pictures of your camera, shown to {{viewers}}",
  html: '<!doctype html><html lang="en"><body><p>{{greeting}}</p><p>It was {{footage}}.</p><p>{{code}}</p></body></html>',
  text: "{{greeting}}\n\nIt was {{footage}}.\n\nCode: {{code}}\n",
}
const usualFields: RecipientFields = {
  name: null,
  timeZone: null,
  cameras: [],
  camerasMore: 0,
  pictures: 3,
  videos: 0,
  tapped: 0,
  viewers: 2,
  viewersUnknown: false,
  seenOwners: 0,
  seenPictures: 0,
  seenVideos: 0,
}

/** A run of letters whose list is frozen in a file, as a plan leaves it, with letters that were approved; not begun. */
export async function frozenRun(
  database: PrismaClient,
  ctx: SystemContext,
  incidentId: string,
  { people, settings = {}, data = {}, pseudonyms = pseudonymAt }: Frozen,
): Promise<PlannedRun> {
  const rows = people.map(
    ({ email, part = "owner_shown", variant, skip = null, told = null, fields }, row) => ({
      row,
      part,
      variant: variant ?? VARIANT,
      pseudonym: pseudonyms(row),
      account_id: `account ${row}`,
      email: email === undefined ? `person-${row}@example.net` : email,
      name: fields?.name ?? null,
      skip,
      now_group: part.split(".")[0],
      told_group: told,
      is_closed: false,
      fields: JSON.stringify({ ...usualFields, ...fields }),
    }),
  )
  const number = 1 + (await database.plannedRun.count({ where: { incidentId } }))
  const run = await database.plannedRun.create({
    data: {
      incidentId,
      kind: "notices",
      number,
      state: "planned",
      settings: {
        executor: "smtp",
        unknown: "ask_person",
        holdS: 0,
        sender: { name: "Example Cameras", address: "notices@example.org" },
        replyTo: {},
        pace: { perSecond: 10_000 },
        brake: { bouncedShare: 0.05 },
        ...settings,
      },
      pace: { perSecond: 10_000 },
      requestedBy: "system",
      listRows: rows.length,
      ...data,
    },
  })
  const file = listFile(ctx.config, run)
  await writeList(file, rows)
  const variants = [...new Map(rows.map(({ variant, part }) => [variant, part]))]
  await database.runLetter.createMany({
    data: variants.map(([variant, part]) => ({
      ...LETTER,
      runId: run.id,
      variant,
      part,
      locale: variant.split("/")[1] ?? "en",
      publicText: "It was …",
      sender: "Example Cameras <notices@example.org>",
    })),
  })
  const listDigest = createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
  return await database.plannedRun.update({
    where: { id: run.id },
    data: { listDigest, folder: runFolder(run) },
  })
}

/** Writes a list in the shape of a frozen one. */
export async function writeList(file: string, rows: readonly object[]): Promise<void> {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true })
  const json = `${file}.ndjson`
  await writeFile(json, rows.map((row) => JSON.stringify(row)).join("\n"))
  const engine = await DuckDbSession.open({ threads: 1, memoryMiB: 256, spillFolder: folder })
  await engine.run(`COPY (
    SELECT * FROM read_json(${literal(json)}, format = 'newline_delimited', columns = {
      'row': 'INTEGER', 'part': 'VARCHAR', 'variant': 'VARCHAR', 'pseudonym': 'VARCHAR', 'account_id': 'VARCHAR',
      'email': 'VARCHAR', 'name': 'VARCHAR', 'skip': 'VARCHAR', 'now_group': 'VARCHAR', 'told_group': 'VARCHAR',
      'is_closed': 'BOOLEAN', 'fields': 'VARCHAR' })
    ORDER BY "row") TO ${literal(file)} (FORMAT parquet, ROW_GROUP_SIZE 10240)`)
  await engine.close()
  await rm(json)
}

/** A pseudonym that only its row has. */
export function pseudonymAt(row: number): string {
  return `P-${row.toString(36).toUpperCase().padStart(12, "0")}`
}
