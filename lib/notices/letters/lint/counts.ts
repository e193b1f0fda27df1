import type { RecipientFields } from "../fields.ts"
import type { Fault, LintedLetter, LintRule } from "./rule.ts"

/** Numbers that contradict what the letter says in words. */
export const counts: LintRule = {
  name: "counts",
  kind: "block",
  find(letter) {
    const found = new Map<string, Fault>()
    for (const { fields } of letter.samples)
      for (const text of contradictions(letter, fields)) found.set(text, { where: "numbers", text })
    return [...found.values()]
  },
}

function contradictions({ group, form, variant }: LintedLetter, fields: RecipientFields): string[] {
  if (form === "us-ma") return []
  const { pictures, videos, tapped, viewers, cameras, seenOwners, seenPictures, seenVideos } = fields
  const isOwner = group.startsWith("owner_")
  const isViewer = group === "viewer_only" || variant.alsoViewer
  const wrong: [boolean, string][] = [
    [
      isOwner && (pictures + videos === 0 || viewers === 0 || cameras.length === 0),
      "it tells some owners of nothing that others received",
    ],
    [
      group === "owner_video" && videos === 0,
      "it tells some owners of a video that was played, and counts none",
    ],
    [
      group === "owner_tapped" && tapped === 0,
      "it tells some owners of a picture that was opened, and counts none",
    ],
    [
      isOwner && group !== "owner_video" && videos > 0,
      "it tells some owners that no video was played, and counts one",
    ],
    [
      group === "owner_shown" && tapped > 0,
      "it tells some owners that no picture was opened, and counts one",
    ],
    [
      isViewer && (seenPictures + seenVideos === 0 || seenOwners === 0),
      "it tells some readers of nothing that they received",
    ],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, text]) => text)
}
