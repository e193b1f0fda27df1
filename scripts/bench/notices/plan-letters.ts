import { createHash, randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir, rename } from "node:fs/promises"
import { dirname } from "node:path"
import { pipeline } from "node:stream/promises"
import { letterForms } from "../../../emails/letter-forms.ts"
import type { SystemContext, Tx } from "../../../lib/core/context.ts"
import { type Part, readVariantKey, variantKey } from "../../../lib/core/letters.ts"
import { literal } from "../../../lib/core/sql.ts"
import { renderVariants } from "../../../lib/notices/letters/render-variants.ts"
import type { LetterFacts } from "../../../lib/notices/letters/schemas.ts"
import { setFacts } from "../../../lib/notices/letters/set-facts.ts"
import { type NoticeSettings, settingsSchema } from "../../../lib/notices/schemas.ts"
import { CHUNK_ROWS, createChunks } from "../../../lib/runs/create-chunks.ts"
import type { Pace } from "../../../lib/runs/pace.ts"
import { listFile, runFolder } from "../../../lib/runs/planning/run-folder.ts"
import { startRun } from "../../../lib/runs/start-run.ts"

export const DOMAIN = "cameras.example"

export interface LettersToPlan {
  count: number
  pace: Pace
  /** Smaller ones let a short run be taken from a worker more often. */
  chunkRows?: number
  /** The relay that the letters were approved for, host and port; null: the sink. */
  relay?: string | null
  /** Of the recipients' addresses. */
  to?: string
}

export interface PlannedLetters {
  runId: string
  incidentId: string
  count: number
  /** What the letters come from. */
  domain: string
}

/** A list has these, in the order of sending: of a hundred people, how many get which letter. */
const shares: readonly { part: Part; hundredths: number }[] = [
  { part: "owner_video", hundredths: 5 },
  { part: "owner_shown", hundredths: 15 },
  { part: "unaffected", hundredths: 80 },
]

/**
 * A run of letters to people who do not exist, as the product plans it: frozen list, letters, chunks. The classification
 * alone is left out. It is under way at once.
 */
export async function planLetters(
  ctx: SystemContext,
  { count, pace, chunkRows = CHUNK_ROWS, relay = null, to = "people.example" }: LettersToPlan,
): Promise<PlannedLetters> {
  const incident = await ctx.ledger((tx) =>
    tx.incident.create({
      data: { title: "Letters by the thousand", severity: "low", awareAt: new Date(), declaredBy: "system" },
    }),
  )
  await setFacts(ctx, incident.id, { version: 0, facts })
  const settings = settingsSchema.parse({
    sender: { name: "Example Cameras", address: `care@${DOMAIN}` },
    pace,
    holdS: 0,
  }) as NoticeSettings
  const run = await ctx.ledger((tx) =>
    tx.plannedRun.create({
      data: {
        id: randomUUID(),
        incidentId: incident.id,
        kind: "notices",
        number: 1,
        // A worker that is there already would plan it otherwise.
        state: "planned",
        settings: settings as object,
        pace: pace as object,
        requestedBy: "system",
        listRows: count,
      },
    }),
  )
  const file = listFile(ctx.config, run)
  await writeList(ctx, count, to, file)
  const listDigest = await digestOf(file)
  await keepLetters(ctx, incident.id, run.id, settings)
  await ctx.ledger(async (tx) => {
    await createChunks(tx, run.id, stretches(count, chunkRows))
    const approvalId = relay === null ? null : await approveFor(tx, relay)
    const planned = { folder: runFolder(run), listDigest, plannedAt: new Date() }
    await tx.plannedRun.update({ where: { id: run.id }, data: planned })
    await startRun(tx, run.id, approvalId, new Date())
  })
  return { runId: run.id, incidentId: incident.id, count, domain: DOMAIN }
}

/** Where each part begins and ends. */
function partsOf(count: number): { part: Part; fromRow: number; toRow: number }[] {
  let hundredths = 0
  return shares.map(({ part, hundredths: own }) => {
    const fromRow = Math.floor((count * hundredths) / 100)
    hundredths += own
    return { part, fromRow, toRow: Math.floor((count * hundredths) / 100) }
  })
}

function stretches(count: number, rows: number) {
  return partsOf(count).flatMap(({ part, fromRow, toRow }) =>
    Array.from({ length: Math.ceil((toRow - fromRow) / rows) }, (_, nth) => ({
      part,
      fromRow: fromRow + nth * rows,
      toRow: Math.min(fromRow + (nth + 1) * rows, toRow),
    })),
  )
}

const variantIn = (part: Part, locale: "en" | "de") =>
  variantKey({ part, locale, jurisdiction: "general", alsoViewer: false, household: false })

async function keepLetters(
  ctx: SystemContext,
  incidentId: string,
  runId: string,
  { sender }: NoticeSettings,
): Promise<void> {
  const keys = shares.flatMap(({ part }) => [variantIn(part, "en"), variantIn(part, "de")])
  const rendered = await renderVariants(ctx.db, letterForms, incidentId, keys)
  const data = [...rendered].map(([variant, { subject, html, text, publicText }]) => {
    const { part, locale } = readVariantKey(variant)
    return {
      runId,
      variant,
      part,
      locale,
      subject,
      html,
      text,
      publicText,
      sender: `${sender.name} <${sender.address}>`,
    }
  })
  await ctx.ledger((tx) => tx.runLetter.createMany({ data }))
}

/** Every second one reads German, owners have two cameras, and nobody's name is anybody's. */
async function writeList(ctx: SystemContext, count: number, to: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partAt = partsOf(count)
    .map(({ part, toRow }) => `WHEN i < ${toRow} THEN ${literal(part)}`)
    .join(" ")
  await ctx.withEngine(async (engine) => {
    await engine.run("SET preserve_insertion_order = true")
    await engine.run(`COPY (
      WITH people AS (SELECT i::INTEGER AS i, CASE ${partAt} END AS part, i % 2 = 1 AS is_german FROM range(${count}) AS r(i))
      SELECT i AS "row", part, part || '/' || CASE WHEN is_german THEN 'de' ELSE 'en' END || '/general' AS variant,
        printf('P-%04d-%04d-%04d', i // 100000000, i // 10000 % 10000, i % 10000) AS pseudonym,
        'account-' || i AS account_id, 'person' || i || '@' || ${literal(to)} AS email, 'Person ' || i AS name,
        NULL::VARCHAR AS skip, part AS now_group, NULL::VARCHAR AS told_group, false AS is_closed,
        to_json({
          'name': 'Person ' || i, 'timeZone': CASE WHEN is_german THEN 'Europe/Berlin' ELSE 'America/New_York' END,
          'cameras': CASE WHEN part = 'unaffected' THEN [] ELSE [
            {'label': 'Front door', 'pictures': i % 7 + 1, 'videos': i % 3, 'firstAt': '2024-02-16T15:04:00Z', 'lastAt': '2024-02-16T17:20:00Z'},
            {'label': 'Garden', 'pictures': 2, 'videos': 0, 'firstAt': '2024-02-16T16:00:00Z', 'lastAt': '2024-02-16T16:10:00Z'}] END,
          'camerasMore': 0, 'pictures': i % 7 + 3, 'videos': i % 3, 'tapped': 0, 'viewers': i % 5 + 1,
          'seenOwners': 0, 'seenPictures': 0, 'seenVideos': 0})::VARCHAR AS fields
      FROM people ORDER BY i) TO ${literal(`${file}.made`)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240)`)
  })
  await rename(`${file}.made`, file)
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(file), hash)
  return hash.digest("hex")
}

/** An approval for a relay, as it stands once it was given. */
async function approveFor(tx: Tx, relay: string): Promise<string> {
  await tx.mailArming.create({ data: { relay, armedBy: "system" } })
  const { id } = await tx.approval.create({
    data: {
      act: "notice.send",
      input: {},
      digest: "",
      plan: { facts: { way: { name: "smtp", relay } } },
      reason: "A measurement",
      approverRole: "legal",
      state: "performed",
      requestedBy: "system",
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  })
  return id
}

const facts: LetterFacts = {
  company: "Example Cameras",
  parentCompany: null,
  product: "Example Cam",
  securityPage: `${DOMAIN}/security`,
  checkPage: `letters.${DOMAIN}`,
  supportEmail: `help@${DOMAIN}`,
  supportPhone: null,
  supportHours: { en: "Monday to Friday, 9:00 to 17:00", de: "Montag bis Freitag, 9 bis 17 Uhr" },
  postalAddress: "1 Example Street, Example City",
  happenedFrom: "2024-02-16T15:04:00Z",
  happenedTo: "2024-02-16T18:05:00Z",
  timeZone: "America/New_York",
  whatHappened: {
    en: "For three hours our app showed some customers pictures from cameras that were not theirs.",
    de: "Drei Stunden lang zeigte unsere App einigen Kunden Bilder von Kameras, die nicht ihre waren.",
  },
  whatWeDid: {
    en: "We stopped it, and signed everybody out.",
    de: "Wir haben es beendet und alle abgemeldet.",
  },
  mitigation: null,
  isDelayedByAuthority: false,
}
