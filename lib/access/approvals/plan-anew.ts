import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import { planChanges } from "./plan-changes.ts"
import { approverOf, planDigest } from "./plan-digest.ts"
import type { Plan, PlannedAct } from "./planned-act.ts"

/** What an act would do if it were asked for now. */
export interface Planned {
  input: ReturnType<PlannedAct["parse"]>
  incidentId: string | null
  plan: Plan
  digest: string
}

/**
 * Plans an act as things stand.
 * @throws InputError where the input is wrong; AppError when it cannot be done as things stand
 */
export async function planAct(ctx: Context, planned: PlannedAct, given: unknown): Promise<Planned> {
  const { act } = planned
  const input = planned.parse(given)
  const incidentId = planned.incidentOf(input)
  const plan = await planned.plan(ctx, input)
  return {
    input,
    incidentId,
    plan,
    digest: planDigest({ act, input, incidentId, approverRole: approverOf(act), plan }),
  }
}

/** What has changed, in sentences, since an approval was asked for; none where it would do the very same now. */
export async function changesSince(ctx: Context, planned: PlannedAct, approval: Approval): Promise<string[]> {
  invariant(planned.act === approval.act, "an approval is planned anew by the act that it is of")
  try {
    const { plan, digest } = await planAct(ctx, planned, approval.input)
    return digest === approval.digest ? [] : planChanges(planOf(approval), plan)
  } catch (error) {
    if (isGone(error)) return [`As things stand it cannot be done: ${error.message}`]
    throw error
  }
}

/** The plan as it was asked for. */
export function planOf({ plan, revision }: Pick<Approval, "plan" | "revision">): Plan {
  return { ...(plan as unknown as Omit<Plan, "revision">), revision }
}

/** What a plan says that rests on nothing any more; that it cannot be told just now, or not to this person, voids nothing. */
function isGone(error: unknown): error is AppError {
  return (
    error instanceof AppError &&
    error.code !== "unavailable" &&
    error.code !== "forbidden" &&
    error.code !== "limit"
  )
}
