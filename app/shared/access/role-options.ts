import { type Role, roles } from "../../../lib/core/permissions.ts"

const descriptions: Readonly<Record<Role, string>> = {
  administrator: "people, keys and settings; sees figures, nobody by name",
  security: "evidence, runs, questions, containment",
  support: "looks people up and answers them",
  legal: "duties, answers, approvals of what cannot be taken back",
  auditor: "reads everything, changes nothing",
}

/** The roles as a form offers them. */
export const roleOptions = roles.map((role) => ({ value: role, label: `${role}: ${descriptions[role]}` }))
