import { createHash } from "node:crypto"
import type { Prisma } from "../../../prisma/generated/client.ts"
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
  const text = canonicalJson({ act, input, incidentId, approverRole, sentences, revision, facts })
  return createHash("sha256").update(text).digest("hex")
}

/** Whose approval an act needs, by the table of permissions. */
export function approverOf(act: DangerousAct): Role {
  const { approver } = permissionOf(act)
  invariant(approver, "a dangerous act names its approver")
  return approver
}

/** JSON as RFC 8785 writes it: no spaces, the names of each object sorted, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return written(JSON.parse(JSON.stringify(value)))
}

function written(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, of]) => `${JSON.stringify(name)}:${written(of)}`).join(",")}}`
}
