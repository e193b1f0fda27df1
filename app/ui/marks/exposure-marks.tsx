import { groupWords } from "../../../lib/core/notice-words.ts"
import type { grades, relations } from "../../../lib/evidence/schemas.ts"
import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type Grade = (typeof grades)[number]
export type Relation = (typeof relations)[number]
export type Group =
  | "owner_video"
  | "owner_tapped"
  | "owner_shown"
  | "viewer_only"
  | "undetermined"
  | "unaffected"

interface Looks {
  word: string
  shape: Shape
  tone: Tone
}

const gradeLooks: Record<Grade, Looks> = {
  video: { word: "Video viewed", shape: "play", tone: "video" },
  tapped: { word: "Thumbnail tapped", shape: "target", tone: "tapped" },
  shown: { word: "Merely shown", shape: "ring", tone: "shown" },
}

interface GradeMarkProps {
  grade: Grade | null
  /** An owner's video was exposed, where a viewer viewed one. */
  side?: "owner" | "viewer" | undefined
}

/** What was seen, by the worst that is known; a dash where there is no grade. */
export function GradeMark({ grade, side = "viewer" }: GradeMarkProps) {
  if (grade === null) return <NoMark>No grade</NoMark>
  const { word, shape, tone } = gradeLooks[grade]
  return (
    <Mark shape={shape} tone={tone} isStrong={grade === "video"}>
      {grade === "video" && side === "owner" ? "Video exposed" : word}
    </Mark>
  )
}

const groupLooks: Record<Group, Pick<Looks, "shape" | "tone">> = {
  owner_video: { shape: "play", tone: "video" },
  owner_tapped: { shape: "target", tone: "tapped" },
  owner_shown: { shape: "ring", tone: "shown" },
  viewer_only: { shape: "eye", tone: "accent" },
  undetermined: { shape: "dashedRing", tone: "caution" },
  unaffected: { shape: "dash", tone: "quiet" },
}

interface GroupMarkProps {
  group: Group
  /** All open questions are answered as settled, so that "unaffected" may be said. */
  maySayUnaffected?: boolean | undefined
}

export function GroupMark({ group, maySayUnaffected }: GroupMarkProps) {
  const { shape, tone } = groupLooks[group]
  const word = groupWords[group]
  const isSettled = group === "unaffected" && maySayUnaffected
  return (
    <Mark shape={shape} tone={tone} isStrong={group === "owner_video"}>
      {isSettled ? "Unaffected" : word}
    </Mark>
  )
}

const relationLooks: Record<Relation, Looks> = {
  stranger: { word: "Stranger", shape: "cross", tone: "shown" },
  anonymous: { word: "Anonymous", shape: "dashedRing", tone: "caution" },
  former_member: { word: "Former owner or member", shape: "half", tone: "shown" },
  later_owner: { word: "Later owner", shape: "diamond", tone: "shown" },
  staff: { word: "Staff", shape: "square", tone: "quiet" },
}

export const relationWords = Object.fromEntries(
  Object.entries(relationLooks).map(([relation, { word }]) => [relation, word]),
) as Record<Relation, string>

/** What the viewer was to the footage. */
export function RelationMark({ relation }: { relation: Relation }) {
  const { word, shape, tone } = relationLooks[relation]
  return (
    <Mark shape={shape} tone={tone}>
      {word}
    </Mark>
  )
}

function NoMark({ children }: { children: string }) {
  return (
    <span className="soft">
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{children}</span>
    </span>
  )
}
