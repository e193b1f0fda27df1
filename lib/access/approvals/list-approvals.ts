import type { Approval, Prisma } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { demand, may } from "../rules.ts"
import { judgeOf } from "./get-approval.ts"
import type { Judge } from "./rules.ts"

export const APPROVALS_PER_PAGE = 50

/**
 * `forMe`: what this person can decide, perform or review. `mine`: what they asked for and others decide. `others`: what
 * else waits. `emergencies`: what others have to review. `past`: all that is settled or has expired.
 */
export type ApprovalList = "forMe" | "mine" | "others" | "emergencies" | "past"

export interface ApprovalPage {
  approvals: Approval[]
  /** After which the next page begins; null at the end. */
  next: string | null
}

/** A page of approvals, the latest first. */
export async function listApprovals(
  ctx: Context,
  list: ApprovalList,
  after: string | null = null,
): Promise<ApprovalPage> {
  demand(ctx.actor, "approvals.view")
  const where = whereOf(list, await judgeOf(ctx), ctx.now())
  const found = await ctx.db.approval.findMany({
    where: after === null ? where : { AND: [where, { id: { lt: after } }] },
    orderBy: { id: "desc" },
    take: APPROVALS_PER_PAGE + 1,
  })
  const approvals = found.slice(0, APPROVALS_PER_PAGE)
  return { approvals, next: found.length > approvals.length ? (approvals.at(-1)?.id ?? null) : null }
}

/** How many approvals wait for this person to decide, perform or review them. */
export async function countWaiting(ctx: Context): Promise<number> {
  if (!may(ctx.actor, "approvals.view").allowed) return 0
  return await ctx.db.approval.count({ where: whereOf("forMe", await judgeOf(ctx), ctx.now()) })
}

function whereOf(list: ApprovalList, judge: Judge, now: Date): Prisma.ApprovalWhereInput {
  const isOpen = { expiresAt: { gt: now } }
  const waits = { state: "waiting" as const, ...isOpen }
  const forMe = {
    OR: [
      ...toDecide(judge, waits),
      { requestedBy: judge.id, state: "approved" as const, ...isOpen },
      ...toReview(judge),
    ],
  }
  switch (list) {
    case "forMe":
      return forMe
    case "mine":
      return { ...waits, requestedBy: judge.id }
    case "others":
      return {
        state: { in: ["waiting", "approved"] },
        ...isOpen,
        requestedBy: { not: judge.id },
        NOT: forMe,
      }
    case "emergencies":
      return { ...unreviewed, NOT: forMe }
    case "past":
      return { NOT: [{ state: { in: ["waiting", "approved"] }, ...isOpen }, unreviewed] }
  }
}

const unreviewed = { emergency: { not: null }, reviewedAt: null }

function toDecide(judge: Judge, waits: Prisma.ApprovalWhereInput): Prisma.ApprovalWhereInput[] {
  if (!may(judge, "approval.decide").allowed || judge.role === "system" || judge.roleSince === null) return []
  const isHeard = { approverRole: judge.role, requestedAt: { gte: judge.roleSince } }
  return [{ ...waits, ...isHeard, requestedBy: { not: judge.id } }]
}

function toReview(judge: Judge): Prisma.ApprovalWhereInput[] {
  if (!may(judge, "approval.review").allowed || judge.role === "system") return []
  return [{ ...unreviewed, approverRole: judge.role, performedBy: { not: judge.id } }]
}
