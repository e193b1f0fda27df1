import type { Approval, ApprovalState } from "../../../prisma/generated/client.ts"
import type { Actor } from "../../core/context.ts"
import type { AppError } from "../../core/errors.ts"
import { type Action, permissionOf, permissions } from "../../core/permissions.ts"
import { may } from "../rules.ts"

export const NEVER_URGENT = "This is never so urgent: it takes a second person."

/** What the rules look at of an approval. */
export type JudgedApproval = Pick<
  Approval,
  | "act"
  | "state"
  | "approverRole"
  | "requestedBy"
  | "requestedAt"
  | "expiresAt"
  | "emergency"
  | "performedBy"
  | "reviewedAt"
>

/** As pages show them. */
export type { Approval, ApprovalState }

/** Who wants to do something with an approval, and since when they have their role. */
export interface Judge extends Pick<Actor, "id" | "role" | "scopes"> {
  roleSince: Date | null
}

export type Step = "approve" | "refuse" | "withdraw" | "perform" | "breakGlass" | "review"

/** Whether a step may be taken, and why not, in words and as the kind of error. */
export type StepDecision =
  | { allowed: true }
  | {
      allowed: false
      reason: string
      code: Extract<AppError["code"], "forbidden" | "conflict" | "precondition">
    }

/** What an approval is by now: what waits, or was approved and not performed, expires at its moment by itself. */
export function effectiveState(
  { state, expiresAt }: Pick<Approval, "state" | "expiresAt">,
  now: Date,
): ApprovalState {
  const isOpen = state === "waiting" || state === "approved"
  return isOpen && now >= expiresAt ? "expired" : state
}

/** What one person may do with an approval at a moment, step by step. The buttons and the verbs ask the same. */
export function judgeApproval(approval: JudgedApproval, judge: Judge, now: Date): Record<Step, StepDecision> {
  const state = effectiveState(approval, now)
  const decide = first(
    permitted(judge, "approval.decide"),
    state !== "waiting" && no("conflict", overWords[state]),
    ofApproversRole(approval, judge),
    judge.id === approval.requestedBy &&
      no("forbidden", "You asked for it: somebody else of this role has to decide."),
    (judge.roleSince === null || judge.roleSince > approval.requestedAt) &&
      no("forbidden", `You were not ${approval.approverRole} yet when this was asked for.`),
  )
  return {
    approve: decide,
    refuse: decide,
    withdraw: first(
      permitted(judge, "approval.withdraw"),
      ofRequester(approval, judge, "withdraws it"),
      state !== "waiting" && state !== "approved" && no("conflict", overWords[state]),
    ),
    perform: first(
      ofRequester(approval, judge, "does it"),
      permitted(judge, approval.act),
      state !== "approved" && no(state === "waiting" ? "precondition" : "conflict", undoneWords[state]),
    ),
    breakGlass: first(
      permitted(judge, "approval.break_glass"),
      permitted(judge, approval.act),
      !isUrgent(approval.act) && no("forbidden", NEVER_URGENT),
      ofRequester(approval, judge, "does it"),
      state !== "waiting" && no("conflict", overWords[state]),
    ),
    review: reviewing(approval, judge),
  }
}

function reviewing(approval: JudgedApproval, judge: Judge): StepDecision {
  return first(
    permitted(judge, "approval.review"),
    approval.emergency === null && no("precondition", "This was no emergency: there is nothing to review."),
    ofApproversRole(approval, judge),
    judge.id === approval.performedBy &&
      no("forbidden", "You broke the glass: somebody else of this role has to review it."),
    approval.reviewedAt !== null && no("conflict", "This has been reviewed already."),
  )
}

const overWords: Record<ApprovalState, string> = {
  waiting: "This still waits for its approver.",
  approved: "This has been approved already.",
  refused: "This was refused.",
  withdrawn: "This was withdrawn.",
  void: "This is void: what was asked for has changed since.",
  expired: "This has expired.",
  performed: "This is done already.",
}

const undoneWords: Record<ApprovalState, string> = {
  ...overWords,
  waiting: "This waits for approval.",
  void: "This is void: what was approved has changed since. Ask again.",
  expired: "The approval has expired. Ask again.",
}

/** Some acts are never so urgent that one person may do them alone. */
export function isUrgent(act: string): boolean {
  return !(act in permissions && permissionOf(act as Action).hasNoEmergency === true)
}

function permitted(judge: Judge, action: string): StepDecision | false {
  if (!(action in permissions)) return no("precondition", "Tocsin does not know this act any more.")
  const decision = may(judge, action as Action)
  return !decision.allowed && no("forbidden", decision.reason)
}

function ofApproversRole({ approverRole }: JudgedApproval, { role }: Judge): StepDecision | false {
  return (
    role !== approverRole && no("forbidden", `This is for ${approverRole}; you are signed in as ${role}.`)
  )
}

function ofRequester({ requestedBy }: JudgedApproval, { id }: Judge, does: string): StepDecision | false {
  return id !== requestedBy && no("forbidden", `Whoever asked for it ${does}.`)
}

function no(code: "forbidden" | "conflict" | "precondition", reason: string): StepDecision {
  return { allowed: false, code, reason }
}

/** The first refusal that applies. */
function first(...refusals: (StepDecision | false)[]): StepDecision {
  return refusals.find((one) => one !== false) || { allowed: true }
}
