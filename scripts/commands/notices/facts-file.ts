import { resolve } from "node:path"
import { z } from "zod"
import { readYaml } from "../../../lib/evidence/yaml.ts"
import { type LetterFacts, letterFactsSchema } from "../../../lib/notices/letters/schemas.ts"

/** What a file may leave out: what not every company has, or not every incident. */
const factsFileSchema = z.preprocess(
  (given) => ({
    parentCompany: null,
    supportPhone: null,
    mitigation: null,
    isDelayedByAuthority: false,
    ...(given as object),
  }),
  letterFactsSchema,
)

/**
 * What all letters of an incident have in common, from a YAML or JSON file.
 * @throws AppError invalid naming the file and the key that is wrong
 */
export function readFactsFile(path: string): LetterFacts {
  return readYaml(resolve(path), path, factsFileSchema)
}
