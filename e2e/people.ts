import type { Role } from "../prisma/generated/client.ts"

export const PASSWORD = "a password for journeys"

/** Who walks the journeys, by what they are: one of each role, and a second one of legal and of security. */
const roleOfPerson = {
  administrator: "administrator",
  security: "security",
  responder: "security",
  support: "support",
  legal: "legal",
  counsel: "legal",
  auditor: "auditor",
} as const satisfies Record<string, Role>

export type JourneyPerson = keyof typeof roleOfPerson
export const people = Object.keys(roleOfPerson) as JourneyPerson[]

export const roleOf = (person: JourneyPerson): Role => roleOfPerson[person]
export const emailOf = (person: JourneyPerson) => `${person}@journeys.example`
export const nameOf = (person: JourneyPerson) =>
  person === "counsel" || person === "responder"
    ? `The second ${person}`
    : person === "administrator" || person === "auditor"
      ? `The ${person}`
      : `The ${person} lead`
