import { canonicalJson } from "../../core/canonical-json.ts"
import type { Plan } from "./planned-act.ts"

/** What has changed between the plan that was asked for and what it would be now, in sentences. */
export function planChanges(asked: Plan, now: Plan): string[] {
  const changes: string[] = []
  if (asked.revision !== now.revision)
    changes.push(
      `It rested on ${revisionWords(asked.revision)} and would now rest on ${revisionWords(now.revision)}.`,
    )
  const gone = asked.sentences.filter((one) => !now.sentences.includes(one))
  const come = now.sentences.filter((one) => !asked.sentences.includes(one))
  for (const one of gone) changes.push(`It was: “${one}”`)
  for (const one of come) changes.push(`It would now be: “${one}”`)
  if (canonicalJson(asked.facts) !== canonicalJson(now.facts) && changes.length === 0)
    changes.push("What it rests on has changed, though its numbers have not.")
  return changes.length > 0 ? changes : ["What would be done is no longer what was asked for."]
}

function revisionWords(revision: number | null): string {
  return revision === null ? "no revision" : `revision ${revision}`
}
