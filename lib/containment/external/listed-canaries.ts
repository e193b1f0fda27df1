import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { invariant } from "../../core/errors.ts"
import type { Beside, HandedOutList } from "../../runs/external/external-kind.ts"
import type { ResultRow } from "../../runs/external/result-rows.ts"
import { tokenOf } from "../../runs/item-token.ts"
import { type ItemState, mayMove } from "../../runs/rules.ts"
import { LOGOUT_TOKENS } from "../logout/logout-items.ts"
import { CANARY_PART } from "../logout/settings.ts"

/** Whose account is on a list: those that die with the first wave, and those that die when all is over. */
export const listedRoles = ["early", "late"] as const
export type ListedRole = (typeof listedRoles)[number]

/** What stands for a canary account among a run's tokens: no pseudonym looks like it. */
export function canaryToken(ctx: Pick<Context, "secret">, runId: string, role: ListedRole): string {
  return tokenOf(ctx.secret(LOGOUT_TOKENS), runId, `canary ${role}`)
}

/**
 * The roles whose account is on the list of a stretch: with the last subject of the first wave, and with the last of all.
 * It follows from the frozen list alone, so that a list which is written again has the same lines.
 */
export async function rolesOn(
  db: Tx | Context["db"],
  { runId, fromChunk, toChunk }: Pick<HandedOutList, "runId" | "fromChunk" | "toChunk">,
): Promise<ListedRole[]> {
  const chunks = await db.runChunk.findMany({
    where: { runId },
    select: { number: true, part: true, fromRow: true, toRow: true, suppressed: true },
    orderBy: { number: "asc" },
  })
  const some = chunks.filter(({ fromRow, toRow, suppressed }) => toRow - fromRow > suppressed)
  const last = {
    early: some.findLast(({ part }) => part === CANARY_PART)?.number,
    late: some.at(-1)?.number,
  }
  const isOn = (number: number | undefined) =>
    number !== undefined && number >= fromChunk && number <= toChunk
  return listedRoles.filter((role) => isOn(last[role]))
}

/** Notes until when a result is due about the accounts on a list; gives how many they are. */
export async function handOutCanaries(
  tx: Tx,
  _: PlannedRun,
  list: HandedOutList,
): Promise<Prisma.InputJsonObject> {
  const roles = await rolesOn(tx, list)
  const where = { runId: list.runId, role: { in: roles }, told: null }
  await tx.canary.updateMany({ where, data: { dueAt: list.deadlineAt } })
  const accounts = await tx.canary.groupBy({ by: ["role"], where })
  return accounts.length === 0 ? {} : { canaries: accounts.length }
}

/** What is said of canary accounts is taken apart: they are no subjects of the run. */
export async function canariesBeside(ctx: Context, { id: runId }: PlannedRun): Promise<Beside> {
  const roleOf = new Map(listedRoles.map((role) => [canaryToken(ctx, runId, role), role]))
  const canaries = await ctx.db.canary.count({ where: { runId, role: { in: [...listedRoles] } } })
  return {
    tokens: new Set(canaries > 0 ? roleOf.keys() : []),
    take: async (tx, row, now) => {
      const role = roleOf.get(row.token)
      invariant(role, "a canary's token has its role")
      return await take(tx, runId, role, row, now)
    },
  }
}

async function take(
  tx: Tx,
  runId: string,
  role: ListedRole,
  { state, at }: ResultRow,
  now: Date,
): Promise<{ stood: ItemState; stands: ItemState }> {
  // Two files at once: one of them finds what the other one has told.
  const held = await tx.$queryRaw<{ told: ItemState | null; isOut: boolean }[]>`
    SELECT told, due_at IS NOT NULL AS "isOut" FROM canary WHERE run_id = ${runId}::uuid AND role = ${role}
    ORDER BY id FOR NO KEY UPDATE`
  const stood = standsAs(held)
  if (!mayMove(stood, state)) return { stood, stands: stood }
  const { startedAt } = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  const isWithin = at !== null && at <= now && startedAt !== null && at >= startedAt
  const endedAt = state === "accepted" ? (isWithin ? at : now) : null
  await tx.canary.updateMany({ where: { runId, role }, data: { told: state, endedAt } })
  await noteTold(tx, runId, role, state)
  return { stood, stands: state }
}

/** A canary account in the words of the ledger. */
function standsAs(canaries: readonly { told: ItemState | null; isOut: boolean }[]): ItemState {
  const told = canaries.find((one) => one.told !== null)?.told
  return told ?? (canaries.some(({ isOut }) => isOut) ? "sending" : "queued")
}

async function noteTold(tx: Tx, runId: string, role: ListedRole, state: ItemState): Promise<void> {
  const { phase, wave } = await tx.logoutRun.findUniqueOrThrow({ where: { runId } })
  invariant(phase, "a logout that was begun has its phase")
  const isGood = state === "accepted"
  const found = `The ${role} canary account was ${isGood ? "logged out" : `not logged out (${state})`}, by a results file`
  await tx.logoutEvent.create({
    data: { runId, phase, wave, what: "canary", isGood, found, details: { role, told: state } },
  })
}
