import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { beside } from "../core/beside.ts"
import type { Incident } from "../evidence/incident-file.ts"

const ruleFolders = [beside(import.meta.url, "./queries/"), beside(import.meta.url, "../evidence/queries/")]
const macros = beside(import.meta.url, "../evidence/macros.sql")

/** SHA-256 (hex) over the texts of the rules in force: the SQL that classifies, and the mappings of this incident. */
export function rulesDigest(incident: Incident): string {
  const hash = createHash("sha256").update(readFileSync(macros))
  for (const folder of ruleFolders) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith(".sql")) hash.update(`\n${name}\n`).update(readFileSync(new URL(name, folder)))
    }
  }
  for (const text of new Set(incident.sources.map(({ mapping }) => mapping.sha256).sort()))
    hash.update(`\n${text}`)
  return hash.digest("hex")
}
