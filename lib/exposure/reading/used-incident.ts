import { type IncidentFile, incidentSchema } from "../../evidence/schemas.ts"
import { readYamlText } from "../../evidence/yaml.ts"
import type { Result } from "./result.ts"

/** What a result was made of and by, as its incident file said it. */
export function usedIncident({ incidentFile }: Pick<Result, "incidentFile">): IncidentFile {
  return readYamlText(incidentFile, "incident file", incidentSchema)
}
