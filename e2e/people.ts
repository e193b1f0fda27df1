import type { Role } from "../prisma/generated/client.ts"

export const PASSWORD = "a password for journeys"
export const roles = [
  "administrator",
  "security",
  "support",
  "legal",
  "auditor",
] as const satisfies readonly Role[]
export type JourneyRole = (typeof roles)[number]

export const emailOf = (role: JourneyRole) => `${role}@journeys.example`
export const nameOf = (role: JourneyRole) => `The ${role} lead`
