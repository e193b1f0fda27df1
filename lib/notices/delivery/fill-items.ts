import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { invariant } from "../../core/errors.ts"
import type { NewItem, Outdated } from "../../runs/kind.ts"
import type { LetterRow } from "./letter-rows.ts"
import { codeHashOf, codeOf, tokenOf } from "./token.ts"
import { toldElsewhere } from "./told-elsewhere.ts"

type Run = Pick<PlannedRun, "id" | "incidentId">

/**
 * Rows of a frozen list as they go into the ledger. Who is left out by the plan is suppressed, with the reason; whoever was
 * told something else since the list was frozen is held: the letter was written for what they knew then.
 */
export async function fillItems(
  ctx: Pick<Context, "db" | "secret">,
  run: Run,
  rows: readonly LetterRow[],
): Promise<NewItem[]> {
  const [letters, codes] = [ctx.secret("letters"), ctx.secret("letter codes")]
  const told = await toldNow(ctx, run, rows)
  return rows.map((row) => ({
    row: row.row,
    subject: row.pseudonym,
    variant: row.variant,
    token: tokenOf(letters, run.id, row.pseudonym),
    codeHash: new Uint8Array(codeHashOf(codeOf(codes, run.id, row.pseudonym))),
    ...keptBack(row, told.get(row.pseudonym) ?? null),
  }))
}

/**
 * Rows that are in the ledger already, and are not to be sent any more as they are: the person was told something else
 * since, or the letter that this one corrects has come back.
 */
export async function recheckItems(
  ctx: Pick<Context, "db">,
  run: Run,
  rows: readonly LetterRow[],
): Promise<Outdated[]> {
  const told = await toldNow(ctx, run, rows)
  return rows.flatMap((row) => {
    const { state, reason } = keptBack(row, told.get(row.pseudonym) ?? null) ?? {}
    return state === "held" && reason !== undefined ? [{ row: row.row, reason }] : []
  })
}

async function toldNow(ctx: Pick<Context, "db">, run: Run, rows: readonly LetterRow[]) {
  const waiting = rows.filter(({ skip }) => skip === null).map(({ pseudonym }) => pseudonym)
  return await toldElsewhere(ctx, run, waiting)
}

function keptBack(
  { skip, told }: LetterRow,
  toldNow: LetterRow["told"],
): Pick<NewItem, "state" | "reason"> | undefined {
  if (skip !== null) return { state: "suppressed", reason: skip }
  if (toldNow === told) return undefined
  if (told === null) return { state: "held", reason: "another run has told this person meanwhile" }
  const isUntold = toldNow === null
  return {
    state: "held",
    reason: isUntold
      ? "the letter that this one corrects has not arrived"
      : "this person was told something else than when this was planned",
  }
}

/**
 * That an item is about the person of its row, and is to be sent: a letter never goes to somebody else. The key is
 * `secret("letters")`.
 */
export function checkRow(
  key: Buffer,
  runId: string,
  { pseudonym, variant, skip }: LetterRow,
  item: { token: string; variant: string },
): void {
  const isTheirs = item.token === tokenOf(key, runId, pseudonym)
  invariant(isTheirs && item.variant === variant && skip === null, "an item is about the person of its row")
}
