import type { Prisma } from "../../../prisma/generated/client.ts"
import { digestOf } from "../../core/canonical-json.ts"
import { invariant } from "../../core/errors.ts"
import { type DangerousAct, permissionOf, type Role } from "../../core/permissions.ts"
import type { Plan } from "./planned-act.ts"

/** All that an approval is bound to. */
export interface DigestedPlan {
  act: DangerousAct
  input: Prisma.InputJsonObject
  incidentId: string | null
  approverRole: Role
  plan: Plan
}

/** SHA-256, in hexadecimal, over canonical JSON of all that an approval is bound to: whatever of it changes, it changes. */
export function planDigest({ act, input, incidentId, approverRole, plan }: DigestedPlan): string {
  const { sentences, revision, facts } = plan
  return digestOf({ act, input, incidentId, approverRole, sentences, revision, facts })
}

/** Whose approval an act needs, by the table of permissions. */
export function approverOf(act: DangerousAct): Role {
  const { approver } = permissionOf(act)
  invariant(approver, "a dangerous act names its approver")
  return approver
}
