import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runTocsin } from "./run-tocsin.ts"
import { temporaryFolder } from "./temporary-folder.ts"

export const smallEvidenceFolder = temporaryFolder()

export const LOG = [
  '{"event_id":"e1","at":"2024-02-16T14:00:00Z","account_id":"sam","device_id":"d1","action":"viewed"}',
  '{"event_id":"e2","at":"2024-02-16T14:00:01Z","account_id":"kim","device_id":"d1","action":"shown"}',
  "not JSON",
].join("\n")

export const FILES = {
  "incident.yaml": `title: Two people
window: { from: 2024-02-16T13:00:00Z, to: 2024-02-16T21:00:00Z }
access_log: { files: [log.ndjson] }
entitlements: { files: [entitlements.csv] }
accounts: { files: [accounts.csv] }
`,
  "log.ndjson": LOG,
  "entitlements.csv": "device_id,account_id,role,valid_from\nd1,kim,owner,2023-01-01T00:00:00Z\n",
  "accounts.csv": "account_id,email\nkim,kim@example.org\nsam,sam@example.org\n",
}

/** A folder with the evidence of a small incident, some of its files replaced, added or, with null, left out. */
export function evidence(changes: Record<string, string | Buffer | null> = {}): string {
  const place = mkdtempSync(join(smallEvidenceFolder, "evidence-"))
  for (const [name, content] of Object.entries({ ...FILES, ...changes }))
    if (content !== null) writeFileSync(join(place, name), content)
  return place
}

/** Everything in a folder by path. */
export function contents(place: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, "latin1")]),
  )
}

/** Runs `tocsin classify` on it, into the folder `result` beside it. */
export const classify = (place: string, ...more: string[]) =>
  runTocsin(["classify", "incident.yaml", "--out", "result", ...more], { cwd: place })

export const INCIDENT = FILES["incident.yaml"]

/** The changes that give the log a mapping of one's own. */
export const withMapping = (mapping: string) => ({
  "incident.yaml": INCIDENT.replace("[log.ndjson] }", "[log.ndjson], mapping: ./own.yaml }"),
  "own.yaml": mapping,
})
export const MAPPING =
  "time: { path: at }\nfields: { account_id: { path: account_id }, device_id: { path: device_id } }\n"
