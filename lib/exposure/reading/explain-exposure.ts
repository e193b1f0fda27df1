import type { ExposureRow } from "./rows.ts"
import type { Grade, Relation } from "./schemas.ts"

/** The event of the log that explains an exposure, or one of several. */
export interface ExplainingEvent {
  eventId: string
  at: string
  action: string
  /** As the log has them. */
  account: string | null
  deviceId: string | null
}

/** Why an exposure is what it is, in sentences. */
export interface ExposureWhy {
  /** Whose footage it was, and why the log's row leads there. */
  footage: string
  viewer: string
  relation: string
  grade: string
  /** null: it is in scope. */
  scope: string | null
}

const actions: Record<Grade, string> = { shown: "shown", tapped: "tapped", video: "viewed" }

/** Puts the rules that made an exposure into words, from its row and those of its events that are listed. */
export function explainExposure(exposure: ExposureRow, events: readonly ExplainingEvent[]): ExposureWhy {
  const first = events[0]
  const worst = events.find(({ action }) => action === actions[exposure.grade])
  return {
    footage: footageWords(exposure, first),
    viewer: viewerWords(exposure, first),
    relation: relationSentence(exposure),
    grade: gradeSentence(exposure, worst),
    scope: exposure.inScope
      ? null
      : `${capital(exposure.relation)} is not among the relations in scope: the exposure is listed and counts for nobody's grade or group.`,
  }
}

function footageWords(
  { owner, deviceId, mediaId, recordedAt, firstAt }: ExposureRow,
  event?: ExplainingEvent,
) {
  const item = mediaId === null ? "Footage" : `Item ${mediaId}`
  const conflicting = event?.deviceId != null && event.deviceId !== deviceId
  const device = conflicting
    ? `of device ${deviceId}, as the media catalogue says (the log names ${event.deviceId}; the catalogue is believed)`
    : `of device ${deviceId}`
  const when =
    recordedAt === null
      ? `Its recording time is not known, so the time of the access stands for it (${firstAt})`
      : `It was recorded at ${recordedAt}`
  return `${item} ${device}. ${when}; ${owner} owned the device then.`
}

function viewerWords({ viewer }: ExposureRow, event?: ExplainingEvent): string {
  if (viewer === null)
    return "Neither a session nor the log names who received it; in this source that counts as an anonymous viewer."
  // The rules take another viewer than the log's from a session alone.
  if (event !== undefined && event.account !== viewer)
    return `The event's session belongs to ${viewer}${event.account === null ? "" : `; the log names ${event.account}, and the session is believed`}.`
  return `The log names ${viewer}.`
}

function relationSentence({ relation, viewer, deviceId, firstAt }: ExposureRow): string {
  const who = viewer ?? "the viewer"
  const sentences: Record<Relation, string> = {
    anonymous: "Anonymous: no viewer is known.",
    staff: `Staff: the table of actors lists ${who} as staff, and ${who} does not own the footage.`,
    later_owner: `Later owner: ${who} owned device ${deviceId} at ${firstAt}, but not when the footage was recorded.`,
    former_member: `Former owner or member: ${who} had a right to device ${deviceId} that had ended at ${firstAt}.`,
    stranger: `Stranger: ${who} does not own the footage, did not own device ${deviceId} at ${firstAt}, shared it with no owner of the footage then, and had no right to it that had ended.`,
  }
  return sentences[relation]
}

function gradeSentence({ grade, events }: ExposureRow, worst: ExplainingEvent | undefined): string {
  const name = capital(grade)
  const count = events === 1 ? "its event" : `the worst of its ${events} events`
  if (worst === undefined) return `${name}: ${count} has the action ${actions[grade]}.`
  return `${name}: ${count}, ${worst.eventId} at ${worst.at}, has the action ${actions[grade]}.`
}

function capital(word: string): string {
  const spaced = word.replaceAll("_", " ")
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`
}
