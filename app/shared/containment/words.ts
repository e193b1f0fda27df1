import type { LogoutSettings } from "../../../lib/containment/logout/schemas.ts"
import {
  CANARY_PART,
  type EpochMode,
  OPERATORS_PART,
  type ScopeKind,
} from "../../../lib/containment/logout/settings.ts"
import { figure } from "../../../lib/core/figure.ts"
import type { TokenKind } from "../../../lib/core/session-authority.ts"
import { instantWords } from "../../ui/figures/instant-words.ts"
import { counted } from "../counted.ts"
import { partWords } from "../notices/words.ts"

/** What a wave of a plan is called: "canary", "wave-003", "operators". */
export function waveWords(part: string): string {
  if (part === CANARY_PART) return "Canary wave"
  if (part === OPERATORS_PART) return "Operators"
  return `Wave ${Number(part.slice(part.lastIndexOf("-") + 1))}`
}

/** Who can be logged out, as a choice. */
export const scopeWords: Readonly<Record<ScopeKind, string>> = {
  sessions: "Whoever used the app between two instants",
  log: "Whoever is in the access log",
  all: "Everybody with sessions",
  groups: "Groups of the classification",
  list: "A list of names",
}

/** Whom a logout is about, in a few words. */
export function scopeInWords(scope: LogoutSettings["scope"]): string {
  switch (scope.by) {
    case "sessions":
      return `used the app between ${utc(scope.from)} and ${utc(scope.to)} UTC`
    case "log":
      return "in the access log of the newest finished revision"
    case "all":
      return "everybody with sessions"
    case "groups":
      return scope.groups.map(partWords).join(", ")
    case "list":
      return `a list of ${counted(scope.subjects.length, "name")}`
  }
}

function utc(at: string): string {
  return instantWords(new Date(at), "second")
}

/** How apps refuse what cannot be ended, each with what follows from it. */
export const epochWords: Readonly<Record<EpochMode, { label: string; text: string }>> = {
  none: {
    label: "No cut-off at the apps",
    text: "The authority’s calls alone: tokens that apps read themselves live on until they expire.",
  },
  subject: {
    label: "One for each subject",
    text: "Set just before each subject’s call: nobody else is hit, and logins come back as fast as the waves go.",
  },
  cohorts: {
    label: "By cohorts",
    text: "One for a share of everybody with each wave: it hits people outside the scope too, and a whole wave comes back at once.",
  },
  global: {
    label: "For everybody at once",
    text: "One write contains all within seconds, and everybody with a session has to log in again, in the scope or not.",
  },
}

/** What people call the tokens of a kind. */
export const kindNames: Readonly<Record<TokenKind, string>> = {
  session: "Sessions at the provider",
  refresh: "Refresh tokens",
  offline: "Offline tokens",
  opaque: "Opaque access tokens",
  jwt: "JWT access tokens",
}

/** Seconds as people read them beside others: "0.8 s", "47 s", "10 min", "1 h 05 min". */
export function secondsWords(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`
  return `${figure(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`
}

/** A measured time that nothing was longer than: never as none at all, for looks take time. */
export function atMostWords(seconds: number): string {
  return secondsWords(seconds < 10 ? Math.max(0.1, Math.ceil(seconds * 10) / 10) : Math.ceil(seconds))
}

/** What becomes of the tokens of a kind, with their window. */
export function effectWords({ effect, windowS }: { effect: string; windowS: number | null }): string {
  if (effect === "none") return "survive: nothing here ends them"
  if (effect === "immediate") return windowS ? `dead within ${secondsWords(windowS)}` : "dead at once"
  return windowS === null
    ? "live on until they expire: nobody knows how long"
    : `live on for up to ${secondsWords(windowS)}`
}
