import { parseInstant } from "../schemas.ts"
import type { Draft, GuidedDraft } from "./schemas.ts"

/** What keeps a draft from being run, and the part of it that must be mended. */
export interface Missing {
  at: "window" | "files" | "sources" | "text"
  message: string
}

/**
 * What a draft still lacks, in words for the person who makes it; an empty list says that it can be tried. Whether files
 * and mappings are right, only reading tells.
 */
export function missingOf(draft: Draft, hasPresumptions = false): Missing[] {
  if (draft.kind === "file")
    return draft.text.trim() === "" ? [{ at: "text", message: "the incident file is empty" }] : []
  return [...missingInWindow(draft), ...missingTables(draft, hasPresumptions), ...missingSources(draft)]
}

function missingInWindow({ window: { from, to } }: GuidedDraft): Missing[] {
  const at = "window"
  if (from === "" || to === "")
    return [{ at, message: "the window is missing: from when to when must be looked at" }]
  const [start, end] = [parseInstant(from), parseInstant(to)]
  const wrong = start === null ? from : end === null ? to : null
  if (wrong !== null)
    return [{ at, message: `window: ${JSON.stringify(wrong)} is not a time such as 2024-02-16T13:00:00Z` }]
  return start !== null && end !== null && start >= end
    ? [{ at, message: "window: does not begin before it ends" }]
    : []
}

function missingTables({ files }: GuidedDraft, hasPresumptions: boolean): Missing[] {
  const has = (table: string) => files.some((file) => file.table === table)
  const missing: Missing[] = []
  if (!has("access_log") && !hasPresumptions)
    missing.push({ at: "files", message: "no file is the access log: who received whose footage" })
  if (!has("entitlements"))
    missing.push({
      at: "files",
      message: "no file is the entitlements: whose each camera was, and since when",
    })
  if (!has("accounts"))
    missing.push({ at: "files", message: "no file is the accounts: all customers, with their addresses" })
  return missing
}

function missingSources({ files, sources }: GuidedDraft): Missing[] {
  const names = sources.map(({ name }) => name)
  const missing: Missing[] = []
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
    missing.push({ at: "sources", message: `two sources are named ${JSON.stringify(name)}` })
  for (const { path, table, source } of files) {
    if (table !== "access_log" || (source !== null && names.includes(source))) continue
    missing.push({ at: "files", message: `${path}: belongs to no source of the access log` })
  }
  return missing
}
