import type { PersonRow } from "../../../../../../lib/exposure/reading/rows.ts"
import type { Grade } from "../../../../../../lib/exposure/reading/schemas.ts"
import { counted } from "../../../../../shared/counted.ts"

const ownerWords: Record<Grade, string> = {
  video: "Somebody who had no right to it viewed a video of this account’s footage.",
  tapped:
    "Somebody who had no right to it tapped a thumbnail of this account’s footage; nobody viewed a video.",
  shown:
    "A thumbnail of this account’s footage was shown to somebody who had no right to it; nobody tapped it.",
}

const viewerWords: Record<Grade, string> = {
  video: "This account viewed a video that was not its own.",
  tapped: "This account tapped a thumbnail that was not its own; it viewed no such video.",
  shown: "This account was shown a thumbnail that was not its own; it tapped none of those.",
}

/** What happened to an account's footage, with how many received it. */
export function ownerSentence(person: PersonRow | null, exposures: number): string {
  const presumed = moreIsPresumed(person?.ownerGrade, person?.ownerGradeUpper)
  if (!person?.ownerGrade)
    return `The log shows nobody${inScope(exposures)} who received its footage without a right to it.${presumed}${outOfScope(exposures)}`
  const { ownerGrade, ownerExposures, viewers } = person
  const inAll = `In all: ${counted(ownerExposures, "exposure")} to ${counted(viewers, "viewer")}.`
  const others = exposures - ownerExposures
  return `${scoped(ownerWords[ownerGrade], others)} ${inAll}${presumed}${outOfScope(others)}`
}

/** What an account did with the footage of others, with how many owners that has. */
export function viewerSentence(person: PersonRow | null, exposures: number): string {
  const presumed = moreIsPresumed(person?.viewerGrade, person?.viewerGradeUpper)
  if (!person?.viewerGrade)
    return `The log does not show that it received footage of others${inScope(exposures)}.${presumed}${outOfScope(exposures)}`
  const { viewerGrade, viewerExposures, owners } = person
  const inAll = `In all: ${counted(viewerExposures, "exposure")} of ${counted(owners, "owner")}.`
  const others = exposures - viewerExposures
  return `${scoped(viewerWords[viewerGrade], others)} ${inAll}${presumed}${outOfScope(others)}`
}

function moreIsPresumed(grade: Grade | null = null, upper: Grade | null = null): string {
  return upper === grade ? "" : " More must be presumed, as below."
}

function inScope(exposuresOutOfScope: number): string {
  return exposuresOutOfScope > 0 ? " in scope" : ""
}

/** What is denied holds for the exposures in scope alone: others are listed below. */
function scoped(words: string, exposuresOutOfScope: number): string {
  return exposuresOutOfScope > 0 ? words.replace("; ", "; in scope, ") : words
}

function outOfScope(count: number): string {
  if (count <= 0) return ""
  return ` ${counted(count, "exposure is", "exposures are")} out of scope and counted for nobody; listed below.`
}
