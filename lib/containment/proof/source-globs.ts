import type { IncidentFile } from "../../evidence/schemas.ts"

const EXTENSIONS = ["ndjson", "jsonl", "json", "csv", "parquet"]
type Sources = NonNullable<IncidentFile["access_log"]>

/**
 * Which files of a folder are a source's, where nobody says otherwise: of a single source all that look like a log; of
 * several, those in a folder of its name or called like it, and those whose names follow the evidence's but for digits.
 */
export function sourceGlobs(sources: Sources, name: string): string[] {
  const source = sources.find((one) => (one.name ?? "access_log") === name)
  if (!source) return []
  const endings = new Set([...EXTENSIONS, ...source.files.flatMap(endingOf)])
  const log = `*.{${[...endings].join(",")}}{,.gz}`
  if (sources.length === 1) return [`**/${log}`]
  const alike = source.files
    .filter((glob) => !glob.startsWith("/") && !glob.includes(".."))
    .map(withoutDigits)
  const places = alike.flatMap((glob) => [glob, glob.split("/").at(-1) ?? glob])
  return [...new Set([`${name}/**/${log}`, `${name}${log}`, ...places])]
}

function endingOf(glob: string): string[] {
  const ending = /\.([a-z0-9]{1,10})(?:\.gz)?$/i.exec(glob)?.[1]
  return ending && ending !== "gz" ? [ending] : []
}

/** A day or a number in a name is another one in the next file. */
function withoutDigits(glob: string): string {
  return glob.replaceAll(/\d+([-_.T:]\d+)*(?![^{[]*[}\]])/g, "*")
}
