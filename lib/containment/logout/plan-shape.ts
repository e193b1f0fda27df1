import type { AuthorityLimits, Capability, TokenKind } from "../../core/session-authority.ts"
import type { EpochMode, LogoutSkip } from "./settings.ts"

/** How many subjects a wave has, and how many sessions these have. */
export interface PlannedWave {
  part: string
  subjects: number
  /** null where the authority cannot tell. */
  sessions: number | null
  /** How long it takes at the pace, in seconds. */
  seconds: number
}

/** What a logout will do, in numbers: a dry run. */
export interface LogoutPlan {
  authority: { id: string; kind: string; name: string; settingsDigest: string }
  /** null: the moment at which the run begins. */
  cutoff: string | null
  /** On the frozen list, those who are left out included. */
  subjects: number
  skipped: Record<LogoutSkip, number>
  /** Who will be logged out. */
  affected: number
  /** Sessions of those, as the authority counted them; null where it cannot tell. */
  sessions: number | null
  /** By kind of token, of so many subjects that were inspected, and of whom it never heard; null where nobody can be. */
  kinds: { inspected: number; unknown: number; found: Record<TokenKind, number> } | null
  waves: PlannedWave[]
  /** In all, at the pace, without what people take for gates. */
  seconds: number
  limits: AuthorityLimits
  perSecond: number
  /** The logins to be expected in the worst second, and how many are possible. */
  logins: { peak: number; possible: number; atOnce: number }
  epoch: {
    mode: EpochMode /** Subjects with sessions whom it hits besides those on the list; null where nobody can tell. */
    beyond: number | null
  }
  capabilities: Capability[]
  canaryKinds: TokenKind[]
  isReplaySafe: boolean
  canInspect: boolean
  /** Switches that must have taken effect before anything is ended: flips of the incident that stand. */
  flips: string[]
  revision: number | null
}
