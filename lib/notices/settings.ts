import { type LetterGroup, letterGroups, type Part, readPart } from "../core/letters.ts"

// Browsers take these from here: schemas probe for eval, which the policy of our pages forbids.

/** Is a group told because a law asks for it, or because the company wants to? */
export const whys = ["required", "policy"] as const
export type Why = (typeof whys)[number]

/** What becomes of letters of which nobody knows whether they arrived: nothing, or a person decides one by one. */
export const unknownPolicies = ["leave", "ask_person"] as const
export type UnknownPolicy = (typeof unknownPolicies)[number]

/** Who sends: Tocsin through its transport, or somebody else's system that is handed the list. */
export const executors = ["smtp", "external"] as const
export type Executor = (typeof executors)[number]

/** Why somebody on the list gets no letter. An authority's hold for one place also keeps back whose place is not known. */
export const skips = [
  "no_address",
  "bad_address",
  "hard_bounced",
  "law_hold",
  "place_unknown",
  "not_told",
] as const
export type Skip = (typeof skips)[number]

/** How long the letters of an approved run wait, so that it can still be stopped. */
export const HOLD_S_DEFAULT = 60
export const HOLD_S_MAX = 3_600

export const PER_SECOND_MAX = 10_000
export const PER_SECOND_DEFAULT = 50

/** The share of letters that came back from which on a run pauses by itself. */
export const BOUNCED_SHARE_DEFAULT = 0.05

/**
 * All parts there can be, in the order in which they are written to: the most severe group first, whoever was told
 * nothing before those who were told something else, and last of all whoever is not affected.
 */
export const partOrder: readonly Part[] = letterGroups.flatMap((group): Part[] => {
  const up: Part[] = group === "unaffected" ? [] : [`${group}.up`]
  const down: Part[] = group === "owner_video" ? [] : [`${group}.down`]
  return group === "unaffected" ? [...down, group] : [group, ...up, ...down]
})

/**
 * Groups from the most severe on, which is not the order of sending: whose own footage may have gone to others stands worse
 * than who received some, though less is to be told.
 */
const bySeverity: readonly LetterGroup[] = [
  "owner_video",
  "owner_tapped",
  "owner_shown",
  "undetermined",
  "viewer_only",
  "unaffected",
]

/** The part of somebody who was told one group, or nothing, and stands in another one now; null: nothing is to be said. */
export function partOf(told: LetterGroup | null, now: LetterGroup): Part | null {
  if (told === now) return null
  if (told === null) return now
  return bySeverity.indexOf(now) < bySeverity.indexOf(told) ? `${now}.up` : (`${now}.down` as Part)
}

/** Whether a part's letters say that the reader is not affected. */
export function isReassuring(part: Part): boolean {
  return readPart(part).group === "unaffected"
}
