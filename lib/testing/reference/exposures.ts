import type { Judgement } from "./judgement.ts"
import { GRADES, type Grade, type Relation } from "./model.ts"
import type { ExposureRow } from "./result.ts"
import { compareBytes, compareInstants } from "./values.ts"

export function worst(grades: (Grade | null)[]): Grade | null {
  return [...GRADES].reverse().find((grade) => grades.includes(grade)) ?? null
}

/** "one (owner, viewer, true device, media) combination of misbound events … Footage with two owners makes two
 * exposures." Duplicates must be gone already. */
export function buildExposures(kept: Judgement[], relations: Relation[]): ExposureRow[] {
  const combinations = new Map<string, { owner: string; judgements: Judgement[] }>()
  for (const judgement of kept) {
    for (const owner of judgement.owners) {
      const key = JSON.stringify([owner, judgement.viewer, judgement.device, judgement.event.media])
      const combination = combinations.get(key) ?? { owner, judgements: [] }
      combination.judgements.push(judgement)
      combinations.set(key, combination)
    }
  }
  return [...combinations.values()]
    .map(({ owner, judgements }) => exposureOf(owner, judgements, relations))
    .sort(
      (left, right) =>
        compareBytes(left.owner_id, right.owner_id) ||
        compareBytes(left.viewer_id, right.viewer_id) ||
        compareBytes(left.device_id, right.device_id) ||
        compareBytes(left.media_id, right.media_id),
    )
}

/** "its relation (of its earliest event; of equal times the smaller identity), first and last time, number of
 * events and the identities of up to 20 of them (earliest first)" */
function exposureOf(owner: string, judgements: Judgement[], relations: Relation[]): ExposureRow {
  const ordered = [...judgements].sort(
    (left, right) =>
      compareInstants(left.event.at, right.event.at) ||
      compareBytes(left.event.identity, right.event.identity),
  )
  const first = ordered[0] as Judgement
  const last = ordered[ordered.length - 1] as Judgement
  return {
    owner_id: owner,
    viewer_id: first.viewer,
    device_id: first.device as string,
    media_id: first.event.media,
    recorded_at: first.recordedAt,
    grade: worst(ordered.map((judgement) => judgement.event.grade)) as Grade,
    relation: first.relation as Relation,
    in_scope: relations.includes(first.relation as Relation),
    events: ordered.length,
    first_at: first.event.at,
    last_at: last.event.at,
    event_ids: ordered.slice(0, 20).map((judgement) => judgement.event.identity),
  }
}
