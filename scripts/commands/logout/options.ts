import { InvalidArgumentError } from "commander"
import type { LogoutSettingsInput } from "../../../lib/containment/logout/schemas.ts"
import { isLetterGroup, letterGroups } from "../../../lib/core/letters.ts"

/** Whom a logout is about, as `--scope` says it; the names of a list are read from its file later. */
export type ScopeOption = Exclude<LogoutSettingsInput["scope"], { by: "list" }> | { by: "list"; file: string }

export const SCOPES = "all, log, sessions:FROM/TO, groups:owner_video,… or list:FILE"

/** Each of these forms, with what stands behind its colon. */
const forms: Record<string, (rest: string) => ScopeOption | null> = {
  all: (rest) => (rest === "" ? { by: "all" } : null),
  log: (rest) => (rest === "" ? { by: "log" } : null),
  sessions: (rest) => {
    const [from, to, ...more] = rest.split("/")
    return from && to && more.length === 0 ? { by: "sessions", from, to } : null
  },
  groups: (rest) => {
    const groups = [...new Set(rest.split(",").map((one) => one.trim()))]
    const wrong = groups.find((one) => !isLetterGroup(one))
    if (wrong !== undefined)
      throw new InvalidArgumentError(`There is no group ${wrong}; there are ${letterGroups.join(", ")}.`)
    return { by: "groups", groups: groups.filter(isLetterGroup) }
  },
  list: (file) => (file === "" ? null : { by: "list", file }),
}

/** `sessions:2024-02-16T00:00:00Z/2024-02-17T00:00:00Z` and the other forms. */
export function scope(text: string): ScopeOption {
  const [, kind = "", rest = ""] = /^([a-z]+)(?::(.*))?$/s.exec(text.trim()) ?? []
  const read = Object.hasOwn(forms, kind) ? forms[kind]?.(rest) : null
  if (!read) throw new InvalidArgumentError(`Write it as ${SCOPES}.`)
  return read
}
