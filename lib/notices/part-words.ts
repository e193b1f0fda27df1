import { type LetterGroup, type Part, readPart } from "../core/letters.ts"

const groups: Readonly<Record<LetterGroup, string>> = {
  owner_video: "owners whose video was watched",
  owner_tapped: "owners whose pictures were enlarged",
  owner_shown: "owners whose pictures were shown",
  viewer_only: "viewers of others’ footage",
  undetermined: "accounts of which nobody can tell",
  unaffected: "accounts that are not affected",
}

/** Whose letter a part is, within a sentence. */
export function partWords(part: Part): string {
  const { group, direction } = readPart(part)
  if (direction === "first") return groups[group]
  return `${groups[group]}, who were told ${direction === "up" ? "less" : "more"} before`
}
