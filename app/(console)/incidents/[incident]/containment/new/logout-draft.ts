import type { LogoutSettings, LogoutSettingsInput } from "../../../../../../lib/containment/logout/schemas.ts"
import {
  CANARY_SUBJECTS_DEFAULT,
  type EpochMode,
  LOGINS_PER_SECOND_DEFAULT,
  type ScopeKind,
  WAVES_DEFAULT,
} from "../../../../../../lib/containment/logout/settings.ts"
import type { LetterGroup } from "../../../../../../lib/core/letters.ts"

/** A logout as the form shows it: all is text, as it is typed. */
export interface LogoutDraft {
  authorityId: string
  scope: ScopeKind
  from: string
  to: string
  groups: readonly LetterGroup[]
  subjects: string
  begins: "now" | "earlier"
  cutoff: string
  exempt: string
  operators: string
  epoch: EpochMode
  waves: string
  canarySubjects: string
  loginsPerSecond: string
  requiresReset: boolean
}

/** What is suggested where nothing was planned before; `window` is when the incident happened, where that is known. */
export function newDraft(authorityId: string, window: { from: string; to: string } | null): LogoutDraft {
  return {
    authorityId,
    scope: "sessions",
    from: window ? typed(window.from) : "",
    to: window ? typed(window.to) : "",
    groups: [],
    subjects: "",
    begins: "now",
    cutoff: "",
    exempt: "",
    operators: "",
    epoch: "subject",
    waves: String(WAVES_DEFAULT),
    canarySubjects: String(CANARY_SUBJECTS_DEFAULT),
    loginsPerSecond: String(LOGINS_PER_SECOND_DEFAULT),
    requiresReset: false,
  }
}

/** An earlier logout's settings, to be planned anew. */
export function draftOf(settings: LogoutSettings): LogoutDraft {
  const { scope, cutoff, exempt, operators, waves, canarySubjects, loginsPerSecond } = settings
  return {
    authorityId: settings.authorityId,
    scope: scope.by,
    from: scope.by === "sessions" ? typed(scope.from) : "",
    to: scope.by === "sessions" ? typed(scope.to) : "",
    groups: scope.by === "groups" ? scope.groups : [],
    subjects: scope.by === "list" ? scope.subjects.join("\n") : "",
    begins: cutoff === null ? "now" : "earlier",
    cutoff: cutoff === null ? "" : typed(cutoff),
    exempt: exempt.join("\n"),
    operators: operators.join("\n"),
    epoch: settings.epoch,
    waves: String(waves),
    canarySubjects: String(canarySubjects),
    loginsPerSecond: String(loginsPerSecond),
    requiresReset: settings.requiresReset,
  }
}

/** The settings that a form asks for, as the verb judges them. */
export function settingsOf(form: FormData): LogoutSettingsInput {
  const text = (name: string) => String(form.get(name) ?? "").trim()
  const number = (name: string) => (text(name) === "" ? Number.NaN : Number(text(name)))
  return {
    authorityId: text("authorityId"),
    scope: scopeOf(form, text),
    cutoff: text("begins") === "earlier" ? instantOf(text("cutoff")) : null,
    exempt: namesIn(text("exempt")),
    operators: namesIn(text("operators")),
    epoch: text("epoch") as EpochMode,
    waves: number("waves"),
    canarySubjects: number("canarySubjects"),
    loginsPerSecond: number("loginsPerSecond"),
    requiresReset: text("requiresReset") === "yes",
  }
}

function scopeOf(form: FormData, text: (name: string) => string): LogoutSettingsInput["scope"] {
  switch (text("scope") as ScopeKind) {
    case "sessions":
      return { by: "sessions", from: instantOf(text("from")), to: instantOf(text("to")) }
    case "groups":
      return { by: "groups", groups: form.getAll("groups") as LetterGroup[] }
    case "list":
      return { by: "list", subjects: namesIn(text("subjects")) }
    case "log":
      return { by: "log" }
    case "all":
      return { by: "all" }
  }
}

/** As a field for instants takes it: in UTC, to the second. */
function typed(at: string): string {
  return new Date(at).toISOString().slice(0, 19)
}

/** Fields leave seconds of nought out. */
function instantOf(typedAt: string): string {
  if (typedAt === "") return ""
  return `${typedAt.length === 16 ? `${typedAt}:00` : typedAt.slice(0, 19)}Z`
}

/** Names as people paste them: a line, or a cell of a line, each. One that is given twice counts once. */
function namesIn(text: string): string[] {
  const names = text.split(/[\n,;\t]/).map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ""))]
}
