import { randomUUID } from "node:crypto"
import type { SystemContext } from "../../core/context.ts"
import type { Reader } from "../../core/engine.ts"
import type { Part } from "../../core/letters.ts"
import { parquetScan } from "../../core/sql.ts"
import { codeHashOf, codeOf, tokenOf } from "../../notices/delivery/token.ts"
import type { RecipientFields } from "../../notices/letters/fields.ts"
import type { Skip } from "../../notices/settings.ts"
import { claimChunk } from "../../runs/claim-chunk.ts"
import { closeChunks } from "../../runs/close-chunks.ts"
import { finishRun } from "../../runs/finish-run.ts"
import type { NewItem } from "../../runs/kind.ts"
import { type Move, moveItems } from "../../runs/move-items.ts"
import { listFile } from "../../runs/planning/run-folder.ts"
import type { ItemState } from "../../runs/rules.ts"
import { startRun } from "../../runs/start-run.ts"

/** A row of a frozen list. */
export interface ListedPerson {
  row: number
  part: Part
  variant: string
  pseudonym: string
  account_id: string
  email: string | null
  name: string | null
  skip: Skip | null
  now_group: string
  told_group: string | null
  is_closed: boolean
  fields: RecipientFields
}

/** The frozen list of a run, in its order. */
export async function listOf(
  { config }: Pick<SystemContext, "config">,
  reader: Reader,
  run: { id: string; incidentId: string },
): Promise<ListedPerson[]> {
  const rows = await reader.rows(`SELECT * FROM ${parquetScan([listFile(config, run)])} ORDER BY "row"`)
  return rows.map((row) => ({
    ...(row as unknown as ListedPerson),
    fields: JSON.parse(String(row.fields)) as RecipientFields,
  }))
}

/** What becomes of somebody's letter; `queued`: it is not sent yet. */
export type Outcome = ItemState | { state: ItemState; reason: string }

/** Sends the letters of a planned run as a worker would, each with the outcome that the test wants. */
export async function mailRun(
  system: SystemContext,
  reader: Reader,
  runId: string,
  outcomeOf: (accountId: string) => Outcome = () => "accepted",
): Promise<void> {
  const run = await system.db.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  const list = await listOf(system, reader, run)
  await system.ledger((tx) => startRun(tx, runId, null, new Date()))
  const items = list.map((person) => itemOf(system, runId, person))
  const fill = async (from: number, to: number) => items.slice(from, to)
  const workerId = randomUUID()
  const leases = []
  for (let claimed = null; ; ) {
    claimed = await claimChunk(system, runId, workerId, { fill })
    if (claimed === null) break
    leases.push(claimed.chunk)
    const outcomes = claimed.items.map(({ row }) => ({
      row,
      ...outcomeAs(outcomeOf(list[row]?.account_id ?? "")),
    }))
    await system.ledger(async (tx) => {
      for (const moves of steps(outcomes)) await moveItems(tx, runId, moves)
    })
  }
  await closeChunks(system, runId, workerId, leases)
  await finishRun(system, runId)
}

function itemOf(
  system: SystemContext,
  runId: string,
  { row, pseudonym, variant, skip }: ListedPerson,
): NewItem {
  return {
    row,
    subject: pseudonym,
    variant,
    token: tokenOf(system.secret("letters"), runId, pseudonym),
    codeHash: new Uint8Array(codeHashOf(codeOf(system.secret("letter codes"), runId, pseudonym))),
    ...(skip === null ? {} : { state: "suppressed" as const, reason: skip }),
  }
}

function outcomeAs(outcome: Outcome): { state: ItemState; reason: string } {
  return typeof outcome === "string"
    ? { state: outcome, reason: outcome === "bounced" ? "5.1.1" : "2.0.0" }
    : outcome
}

/** An item goes to its state by the steps that lead there. */
function steps(outcomes: readonly { row: number; state: ItemState; reason: string }[]): Move[][] {
  const sent = outcomes.filter(({ state }) => state !== "queued")
  const reported = sent.filter(({ state }) => ["delivered", "bounced", "complained"].includes(state))
  const replied = sent.filter((one) => !reported.includes(one) && one.state !== "sending")
  return [
    sent.map(({ row }) => ({ row, from: ["queued"], to: "sending" })),
    reported.map(({ row }) => ({ row, from: ["sending"], to: "accepted", reason: "2.0.0" })),
    reported.map(({ row, state, reason }) => ({ row, from: ["accepted"], to: state, reason })),
    replied.map(({ row, state, reason }) => ({ row, from: ["sending"], to: state, reason })),
  ]
}
