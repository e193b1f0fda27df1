import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { type CsvCell, csvLine } from "../../core/csv.ts"
import { revealedUntil } from "../../exposure/identities/identify.ts"
import { namePeople } from "../../exposure/identities/name-lines.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import type { AccountPage, AccountPlace, AccountRow, UnreachedRow } from "./account-row.ts"
import { frozenList, getNoticeRun } from "./account-run.ts"
import { listReached } from "./list-reached.ts"
import { listUnreached } from "./list-unreached.ts"

export const accountLists = ["unreached", "reached"] as const
export type AccountList = (typeof accountLists)[number]

const PAGE_ROWS = 500
const columns: Record<AccountList, readonly string[]> = {
  reached: ["pseudonym", "part", "variant", "state", "reason", "sent_at", "changed_at"],
  unreached: [
    ...["pseudonym", "part", "variant", "state", "reason", "attempts", "sent_at", "changed_at"],
    ...["next_step", "next_note", "next_at", "later_run", "later_state"],
  ],
}
const namedColumns = ["account_id", "email", "name"]

type Line = Record<string, CsvCell>
type NameLines = (rows: readonly AccountRow[], lines: Line[]) => Promise<Line[]>

/**
 * The account of a run to take away as CSV, in pieces; the entry that says so is there before the first. People are named
 * where the whole revision is revealed to this member, and to the system from the frozen list.
 */
export async function exportAccount(
  ctx: Context,
  runId: string,
  list: AccountList,
): Promise<AsyncGenerator<string>> {
  demand(ctx.actor, "notices.view")
  const run = await getNoticeRun(ctx, runId)
  const name = ctx.actor.role === "system" ? fromList(ctx, run) : await fromReveal(ctx, run)
  const details = { list: `letters_${list}`, run: run.number, named: name ? "yes" : "no" }
  await ctx.mutate("list.export", { incidentId: run.incidentId, details }, async () => {})
  return pieces(ctx, runId, list, name)
}

async function* pieces(
  ctx: Context,
  runId: string,
  list: AccountList,
  name: NameLines | null,
): AsyncGenerator<string> {
  const names = name ? [...columns[list], ...namedColumns] : columns[list]
  const read: (place: AccountPlace) => Promise<AccountPage<AccountRow | UnreachedRow>> =
    list === "reached"
      ? (place) => listReached(ctx, runId, place)
      : (place) => listUnreached(ctx, runId, place)
  yield csvLine(names)
  for (let after: number | null = -1; after !== null; ) {
    const page = await read({ after, limit: PAGE_ROWS })
    const lines = page.rows.map(lineOf)
    const named = name ? await name(page.rows, lines) : lines
    if (named.length > 0) yield named.map((line) => csvLine(names.map((one) => line[one] ?? null))).join("")
    after = page.nextAfter
  }
}

function lineOf(row: AccountRow | UnreachedRow): Line {
  const { pseudonym, part, variant, state, reason, attempts, sentAt, changedAt } = row
  const next = "next" in row ? row.next : null
  const later = "laterRun" in row ? row.laterRun : null
  return {
    pseudonym,
    part,
    variant,
    state,
    reason,
    attempts,
    sent_at: sentAt?.toISOString() ?? null,
    changed_at: changedAt?.toISOString() ?? null,
    next_step: next?.step ?? null,
    next_note: next?.note ?? null,
    next_at: next?.doneAt.toISOString() ?? null,
    later_run: later?.number ?? null,
    later_state: later?.state ?? null,
  }
}

type Run = Pick<PlannedRun, "id" | "incidentId" | "revision">

/** Names as this member may see them: null where not everybody of the run's revision is revealed to them. */
async function fromReveal(ctx: Context, { incidentId, revision }: Run): Promise<NameLines | null> {
  const incident = await ctx.db.incident.findUniqueOrThrow({ where: { id: incidentId } })
  const result: Result = await getResult(ctx, incident, revision ?? undefined)
  if ((await revealedUntil(ctx, result)) === null) return null
  // Asked anew for each page: a reveal may run out meanwhile.
  return async (_, lines) => await namePeople(ctx, result, lines)
}

/** Names and addresses as the letters had them. */
function fromList(ctx: Context, run: Run): NameLines {
  return async (rows, lines) => {
    const [from, to] = [rows[0]?.row ?? 0, rows.at(-1)?.row ?? 0]
    const asked = rows.map(({ row }) => row).join(", ")
    const listed = await ctx
      .results("notices.view")
      .rows(
        `SELECT row, account_id, email, name FROM ${frozenList(ctx, run)} WHERE row >= $from AND row <= $to AND row IN (${asked || "-1"})`,
        { from, to },
      )
    const byRow = new Map(
      listed.map(({ row, account_id, email, name }) => [Number(row), { account_id, email, name }]),
    )
    return lines.map((line, index) => ({
      ...line,
      ...(byRow.get(rows[index]?.row ?? -1) as Line | undefined),
    }))
  }
}
