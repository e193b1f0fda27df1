import type { RecipientFields } from "../fields.ts"
import { type ReaderFaultName, readerFaults } from "./reader-faults.ts"
import type { Fault, LintedLetter, LintRule } from "./rule.ts"

/** Numbers that contradict what the letter says in words. */
export const counts: LintRule = {
  name: "counts",
  kind: "block",
  find: (letter) => [
    ...letter.samples.flatMap(({ fields }) =>
      contradictions(letter, fields).map((fault) => faultOf(fault, 0)),
    ),
    ...letter.faults
      .filter(({ fault }) => !("marks" in readerFaults[fault]))
      .map(({ fault, readers }) => faultOf(fault, readers)),
  ],
}

function faultOf(fault: ReaderFaultName, readers: number): Fault {
  return { where: "numbers", text: readerFaults[fault].text, readers }
}

function contradictions({ group, form, variant }: LintedLetter, fields: RecipientFields): ReaderFaultName[] {
  if (form === "us-ma") return []
  const { pictures, videos, tapped, cameras, seenOwners, seenPictures, seenVideos } = fields
  const isSeen = fields.viewers > 0 || fields.viewersUnknown
  const isOwner = group.startsWith("owner_")
  const isViewer = group === "viewer_only" || variant.alsoViewer
  const wrong: [boolean, ReaderFaultName][] = [
    [isOwner && (pictures + videos === 0 || !isSeen || cameras.length === 0), "nothing_received"],
    [group === "owner_video" && videos === 0, "no_video"],
    [group === "owner_tapped" && tapped === 0, "no_enlarged"],
    [isOwner && group !== "owner_video" && videos > 0, "video_denied"],
    [group === "owner_shown" && tapped > 0, "enlarged_denied"],
    [isViewer && (seenPictures + seenVideos === 0 || seenOwners === 0), "nothing_seen"],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, fault]) => fault)
}
