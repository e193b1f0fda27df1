import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { readIncidentFile } from "../evidence/incident-file.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** A folder with files for incident files to name. */
export const folder = temporaryFolder()
mkdirSync(join(folder, "access", "deep"), { recursive: true })
for (const name of [
  "e.csv",
  "a.csv",
  "access/1.ndjson",
  "access/2.ndjson",
  "access/deep/3.ndjson",
  "access/[x].ndjson",
])
  writeFileSync(join(folder, name), "")
symlinkSync("1.ndjson", join(folder, "access", "link.ndjson"))
writeFileSync(join(folder, "own.yaml"), "time: { path: at }\nrules: []\n")

export const right = {
  title: "T",
  window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
  access_log: { files: ["access/1.ndjson"] } as unknown,
  entitlements: { files: ["e.csv"] } as unknown,
  accounts: { files: ["a.csv"] } as unknown,
}
export const span = { from: "2024-02-16T15:00:00Z", to: "2024-02-16T15:20:00Z" }
export const reversed = { from: span.to, to: span.from }
export const presumption = { ...span, devices: "all", viewers: "none", grade: "video" }
export const source = (name: unknown, more: object = {}) => ({ name, files: ["access/1.ndjson"], ...more })

let written = 0

/** Writes an incident file and reads it. */
export function readWritten(content: object | string, extension = "yaml") {
  const name = `incident-${written++}.${extension}`
  const text =
    typeof content === "string"
      ? content
      : extension === "json"
        ? JSON.stringify(content)
        : stringify(content)
  writeFileSync(join(folder, name), text)
  return readIncidentFile(join(folder, name))
}

export const lastWritten = (extension: string) => join(folder, `incident-${written - 1}.${extension}`)
