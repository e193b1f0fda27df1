/** What an authority gives out, by how it dies. */
export const tokenKinds = ["session", "refresh", "offline", "opaque", "jwt"] as const
export type TokenKind = (typeof tokenKinds)[number]

/** What ending somebody's sessions does to one kind of token. */
export interface Capability {
  kind: TokenKind
  /** At which app; where it is left out, at all that take this kind. */
  relyingParty?: string | undefined
  /** At once, when it expires by itself, or never. */
  effect: "immediate" | "until_expiry" | "none"
  /** How long one may live on after it was ended, in seconds: 0 where the effect is immediate, null where nobody knows. */
  windowS: number | null
  /** Refused at once all the same where a cut-off is set besides. */
  diesByEpoch?: boolean | undefined
}

/** What an authority takes. */
export interface AuthorityLimits {
  /** Requests, and so subjects, a second: that many subjects go in one request is never counted on. */
  perSecond: number
  burst: number
  bulkMax: number
}

/** Somebody who has sessions: `sub` is what the authority calls them. */
export interface SessionSubject {
  sub: string
  sessions: number
  lastUsedAt: Date | null
}

/** Whose sessions are asked for; all conditions that are given hold. */
export interface SubjectQuery {
  usedFrom?: Date
  usedTo?: Date
  startedBefore?: Date
}

export interface SubjectPage {
  subjects: SessionSubject[]
  /** Where the next page begins, or null on the last. */
  next: string | null
}

export interface SessionInfo {
  kind: TokenKind
  startedAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

/** What an authority knows of one subject; `isKnown` is false where it never had one of that name. */
export interface Inspection {
  isKnown: boolean
  sessions: SessionInfo[]
  lastAuthenticatedAt: Date | null
}

/**
 * What became of one subject: ended, refused for good, not begun for now, or nobody knows. Reasons are a status and words
 * of ours, nothing that the other side wrote.
 */
export type RevokeOutcome =
  | { state: "accepted"; reason: string }
  | { state: "rejected"; reason: string }
  | {
      state: "deferred"
      reason: string /** Not before then, as the authority asked. */
      againInS: number | null
      isPushback: boolean
    }
  | { state: "unknown"; reason: string }

export interface Revocation {
  /** A whole second: what was begun before it is ended; of an authority that only knows "now", all of it. */
  cutoff: Date
  /** The same for every attempt at one subject of one run. */
  idempotencyKey: string
  reason: string
}

/** Everybody, one of `modulus` cohorts by `cohortOf`, or one subject. */
export type EpochScope =
  | { scope: "global" }
  | { scope: "cohort"; modulus: number; cohort: number }
  | { scope: "subject"; sub: string }

/** A token that was made to be watched dying. */
export interface MintedCanary {
  sub: string
  kind: TokenKind
  /** The app that takes it. */
  relyingParty: string
  /** What proves it; kept sealed. */
  token: string
  mintedAt: Date
  expiresAt: Date | null
}

/** Whether a token is taken; whoever cannot be asked gives an error, which never means dead. */
export type ProbeVerdict =
  | { verdict: "alive" | "dead"; reason: string }
  | { verdict: "error"; reason: string }

/** How an authority and its apps are doing, over the last `windowS` seconds. */
export interface AuthorityHealth {
  windowS: number
  logins: number
  failedLogins: number
  errors: number
}

/** Requests that must be refused, whoever sends them. */
export const misuses = ["no_secret", "wrong_secret", "bad_signature", "stale_signature", "replay"] as const
export type Misuse = (typeof misuses)[number]

/** What became of a request that must be refused. */
export interface MisuseAnswer {
  isRefused: boolean
  reason: string
}

/**
 * Who can end sessions. Every method but `revoke` and `probe` throws AppError: `unavailable` when nobody answers in time,
 * `precondition` when our secret is refused or the answer is not what was agreed, which no waiting mends.
 */
export interface SessionAuthority {
  readonly capabilities: () => Promise<Capability[]>
  limits(): Promise<AuthorityLimits>
  /** Which of the two its settings say: nobody is asked, and nothing is known by it. */
  readonly asSetUp?: readonly ("capabilities" | "limits")[]
  /** It has addresses for signed messages, and no secret to sign with: no cut-off or reset can be asked for. */
  readonly isUnsigned?: boolean
  /** Absent where it cannot tell who has sessions. */
  select?(query: SubjectQuery, cursor: string | null): Promise<SubjectPage>
  /** Absent where it cannot tell; then nothing is known of what a crash left behind. */
  inspect?(sub: string): Promise<Inspection>
  /** Resolves always, with an outcome for each of at most `bulkMax` subjects; stops asking when `over` aborts. */
  revoke(subs: readonly string[], what: Revocation, over: AbortSignal): Promise<Map<string, RevokeOutcome>>
  /** Whether the same revocation again ends nothing that was begun after its cut-off. */
  readonly isReplaySafe: boolean
  /** Raises the cut-off of a scope and gives the one that stands then: it never moves back. */
  setEpoch?(scope: EpochScope, cutoff: Date): Promise<Date>
  /** The scopes that it has cut-offs for; absent where it has them for all. */
  readonly epochScopes?: readonly EpochScope["scope"][]
  /** The cut-off that stands, asked of whoever checks it; null where none does. */
  getEpoch?(scope: EpochScope): Promise<Date | null>
  /** A new password at the next login of whoever has not set one since the cut-off: asked again, it asks nobody twice. */
  requireReset?(sub: string, cutoff: Date): Promise<RevokeOutcome>
  /** The kinds of which canaries can be minted: what is missing cannot be proved. */
  readonly canaryKinds: readonly TokenKind[]
  /** A token of a canary account, for one app where that matters; `sub` for another one of the same account. */
  mintCanary(kind: TokenKind, sub?: string, relyingParty?: string): Promise<MintedCanary>
  /** Takes a canary account away for good, also one that is gone; absent where such accounts are not made by it. */
  dropCanary?(sub: string): Promise<void>
  /** Resolves always. */
  probe(canary: Pick<MintedCanary, "kind" | "relyingParty" | "token" | "sub">): Promise<ProbeVerdict>
  /** Absent where nobody counts logins. */
  health?(): Promise<AuthorityHealth>
  /** Ways to misuse it that can be tried on a canary account, which loses its sessions if one is not refused. */
  readonly misuses?: Readonly<Partial<Record<Misuse, (sub: string) => Promise<MisuseAnswer>>>>
  close(): Promise<void>
}
