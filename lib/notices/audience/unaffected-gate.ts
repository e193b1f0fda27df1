import { figure } from "../../core/figure.ts"
import type { Conclusion } from "../../exposure/revisions/conclusion.ts"
import { isReassuring } from "../settings.ts"
import type { NoticePlan } from "./plan-shape.ts"

/** The key of the finding that people would be told they are not affected while that cannot be said. */
export const UNAFFECTED = "unaffected"

/** Why nobody can be told yet that they are not affected; null where it can be said, or nobody is told so. */
export function unaffectedFinding(
  { parts }: NoticePlan,
  { word, unanswered, standing }: Conclusion,
): { key: string; text: string } | null {
  const told = parts.filter(({ part }) => isReassuring(part)).reduce((sum, { letters }) => sum + letters, 0)
  if (told === 0 || word === "unaffected") return null
  const open = [
    unanswered === 0
      ? []
      : `${unanswered} open ${unanswered === 1 ? "question has" : "questions have"} no answer`,
    standing === 0 ? [] : `${standing} ${standing === 1 ? "stands" : "stand"}, and may hide people`,
  ].flat()
  return {
    key: UNAFFECTED,
    text: `${figure(told)} ${told === 1 ? "person" : "people"} would be told that they are not affected, but ${open.join(" and ")}`,
  }
}
