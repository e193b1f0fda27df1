import { figure } from "../../../lib/core/figure.ts"
import type { ByGrade, Summary } from "../../../lib/exposure/summary.ts"
import { counted } from "../counted.ts"

/** Sentences about a result that name the unit and the side of every number. */

/** Whether there is a log at all: without one nobody can be seen on either side, which is no zero. */
export function hasLog({ inputs }: Pick<Summary, "inputs">): boolean {
  return inputs.some(({ table }) => table === "access_log")
}

/** What must be said in the place of the two sides where no log could show anybody. */
export function withoutLogSentence({ accounts }: Summary): string {
  return `There is no access log, so nobody can be seen as owner or viewer: how many there are is not known. At most ${counted(accounts.either_upper, "account")} of ${figure(accounts.total)} must be presumed.`
}

export function ownersSentence({ total, tapped, video }: ByGrade): string {
  if (total === 0) return "The log shows no owner."
  if (tapped + video === 0) return "No owner had a thumbnail tapped or a video viewed by others."
  return `${counted(tapped + video, "owner")} had a thumbnail tapped or a video viewed by others; ${noneOr(video)} of them had a video viewed.`
}

export function viewersSentence({ total, tapped, video }: ByGrade): string {
  if (total === 0) return "The log shows no viewer."
  if (tapped + video === 0) return "No viewer tapped a thumbnail or viewed a video."
  return `${counted(tapped + video, "viewer")} tapped a thumbnail or viewed a video; ${noneOr(video)} of them viewed a video.`
}

function noneOr(count: number): string {
  return count === 0 ? "none" : figure(count)
}

/** How the two sides make up the accounts of either: who stands on both is counted once. */
export function eitherSentence({ owners, viewers, accounts }: Summary): string {
  const both = owners.total + viewers.total - accounts.either
  return `${counted(owners.total, "owner")} + ${counted(viewers.total, "viewer")} − ${counted(both, "account")} on both sides = ${counted(accounts.either, "account")}.`
}

/** Whether some accounts are counted only because something must be presumed of them. */
export function hasBounds({ accounts }: Summary): boolean {
  return accounts.either_upper > accounts.either
}

/** What a stretch of comparison is called. */
export const contextWords: Record<string, string> = {
  before: "Hour before the window",
  after: "Hour after the window",
  baseline: "Baseline, an ordinary time",
}
