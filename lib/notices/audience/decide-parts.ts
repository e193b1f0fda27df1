import { type LetterGroup, type Part, readPart } from "../../core/letters.ts"
import type { NoticeSettings } from "../schemas.ts"
import { partOrder, type Why } from "../settings.ts"

/** What is decided for a part. */
export interface DecidedPart {
  part: Part
  isTold: boolean
  why: Why
  basis: string
  notToldReason: string | null
}

const groupBasis: Readonly<Record<LetterGroup, { why: Why; basis: string }>> = {
  owner_video: { why: "required", basis: "Others watched video of this account’s cameras" },
  owner_tapped: { why: "required", basis: "Others enlarged pictures of this account’s cameras" },
  owner_shown: { why: "required", basis: "Others were shown pictures of this account’s cameras" },
  viewer_only: { why: "policy", basis: "The account received footage that was not its own" },
  undetermined: { why: "policy", basis: "The log is incomplete: nobody can say that nothing was seen" },
  unaffected: { why: "policy", basis: "Nothing shows that this account was affected" },
}

/** What is decided for a part where nobody decides otherwise: everybody is told but whoever is not affected. */
export function suggestedPart(part: Part): DecidedPart {
  const { group, direction } = readPart(part)
  const isTold = part !== "unaffected"
  if (direction === "first") return { part, isTold, ...groupBasis[group], notToldReason: null }
  const basis =
    direction === "up"
      ? `${groupBasis[group].basis}; an earlier letter said less`
      : "An earlier letter said more than what is known now"
  return { part, isTold, why: groupBasis[group].why, basis, notToldReason: null }
}

/** What is decided for each part there can be, in the order of sending. */
export function decideParts({ parts }: Pick<NoticeSettings, "parts">): Map<Part, DecidedPart> {
  const said = new Map(parts.map((one) => [partNamed(one.group, one.direction), one]))
  return new Map(
    partOrder.map((part) => {
      const one = said.get(part)
      if (!one) return [part, suggestedPart(part)]
      const { isTold, why, notToldReason = null } = one
      return [part, { part, isTold, why, basis: one.basis || suggestedPart(part).basis, notToldReason }]
    }),
  )
}

function partNamed(group: LetterGroup, direction: "first" | "up" | "down"): Part {
  return direction === "first" ? group : (`${group}.${direction}` as Part)
}
