import type { Judgement } from "./judgement.ts"
import { GRADES } from "./model.ts"
import { compareBytes, compareInstants } from "./values.ts"

/** "Of equal ones is kept the most severe action, then the earliest `at`, then the smallest (viewer, true
 * device, media), absent first". Zero: nothing that the contract compares tells the two apart. */
function compareForKeeping(left: Judgement, right: Judgement): number {
  return (
    GRADES.indexOf(right.event.grade) - GRADES.indexOf(left.event.grade) ||
    compareInstants(left.event.at, right.event.at) ||
    compareBytes(left.viewer, right.viewer) ||
    compareBytes(left.device, right.device) ||
    compareBytes(left.event.media, right.event.media)
  )
}

type Kept = { judgement: Judgement; sources: string[] }

/** Rule 8: "another event with the same identity is already counted as misbound … identity is global". */
export function keepOnePerIdentity(misbound: Judgement[]): Kept[] {
  const byIdentity = new Map<string, Judgement[]>()
  for (const judgement of misbound) {
    const same = byIdentity.get(judgement.event.identity) ?? []
    byIdentity.set(judgement.event.identity, [...same, judgement])
  }
  return [...byIdentity.values()].map((same) => {
    const best = [...same].sort(compareForKeeping)[0] as Judgement
    const equals = same.filter((judgement) => compareForKeeping(judgement, best) === 0)
    return {
      judgement: best,
      sources: [...new Set(equals.map((judgement) => judgement.event.source))].sort(),
    }
  })
}
