import { digestOf } from "../../core/canonical-json.ts"
import { figure } from "../../core/figure.ts"
import { isReassuring } from "../settings.ts"
import type { PlannedPart } from "./plan-shape.ts"
import type { OpenConclusion } from "./sending-facts.ts"

/**
 * The key of the finding that people would be told they are not affected while that cannot be said. It stands for what is
 * open, so that whoever lets it pass does so for just that, and not for what opens later.
 */
export function unaffectedKey({ unanswered, standing, open }: Omit<OpenConclusion, "word">): string {
  return `unaffected: ${unanswered} unanswered, ${standing} standing, ${digestOf(open).slice(0, 16)}`
}

/** Why nobody can be told yet that they are not affected; null where it can be said, or nobody is told so. */
export function unaffectedFinding(
  parts: readonly Pick<PlannedPart, "part" | "letters">[],
  conclusion: OpenConclusion,
): { key: string; text: string } | null {
  const { word, unanswered, standing } = conclusion
  const told = parts.filter(({ part }) => isReassuring(part)).reduce((sum, { letters }) => sum + letters, 0)
  if (told === 0 || word === "unaffected") return null
  const open = [
    unanswered === 0
      ? []
      : `${unanswered} open ${unanswered === 1 ? "question has" : "questions have"} no answer`,
    standing === 0 ? [] : `${standing} ${standing === 1 ? "stands" : "stand"}, and may hide people`,
  ].flat()
  return {
    key: unaffectedKey(conclusion),
    text: `${figure(told)} ${told === 1 ? "person" : "people"} would be told that they are not affected, but ${open.join(" and ")}`,
  }
}
