// Browsers take these from here: schemas probe for eval, which the policy of our pages forbids.

/** Whom a logout is about. */
export const scopeKinds = ["sessions", "log", "all", "groups", "list"] as const
export type ScopeKind = (typeof scopeKinds)[number]

/** How tokens that cannot be ended are refused: one cut-off for each subject, for a cohort, for everybody, or not at all. */
export const epochModes = ["subject", "cohorts", "global", "none"] as const
export type EpochMode = (typeof epochModes)[number]

export const WAVES_MAX = 100
export const WAVES_DEFAULT = 4
/** How many real subjects are logged out before all others. */
export const CANARY_SUBJECTS_DEFAULT = 25
export const CANARY_SUBJECTS_MAX = 500
export const LOGINS_PER_SECOND_DEFAULT = 100
export const LOGINS_PER_SECOND_MAX = 100_000
/** So many subjects, and no more, can be given one by one. */
export const LISTED_MAX = 100_000
export const EXEMPT_MAX = 1_000

/** Why somebody on the list is not logged out. */
export const skips = ["exempt", "service"] as const
export type LogoutSkip = (typeof skips)[number]

/** The parts of a plan in the order in which they are worked off. */
export const CANARY_PART = "canary"
export const OPERATORS_PART = "operators"
