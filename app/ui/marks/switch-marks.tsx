import { Instant } from "../figures/instant.tsx"
import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type FlipStateName = "waiting" | "sent" | "confirmed" | "unconfirmed" | "noted" | "superseded"

const looks: Record<FlipStateName | "overturned", { word: string; shape: Shape; tone: Tone }> = {
  waiting: { word: "Waiting to be sent", shape: "dashedRing", tone: "quiet" },
  sent: { word: "Sent, not confirmed", shape: "half", tone: "caution" },
  confirmed: { word: "Confirmed", shape: "tick", tone: "done" },
  unconfirmed: { word: "Not confirmed", shape: "triangle", tone: "error" },
  noted: { word: "Noted, not confirmed", shape: "ring", tone: "caution" },
  superseded: { word: "Replaced by a later one", shape: "dash", tone: "quiet" },
  overturned: { word: "Turned back", shape: "triangle", tone: "error" },
}

/** What is known of a flip: confirmed by the switch's own word alone. */
export function FlipStateMark({ state, isOverturned }: { state: FlipStateName; isOverturned: boolean }) {
  const { word, shape, tone } = looks[state === "confirmed" && isOverturned ? "overturned" : state]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}

interface SwitchSaysProps {
  isAskable: boolean
  saysOn: boolean | null
  saidAt: Date | null
  askedAt: Date | null
  answer: string | null
}

/** What a switch said that it is when it was last asked, and when; and what it answered since, where that said nothing. */
export function SwitchSays({ isAskable, saysOn, saidAt, askedAt, answer }: SwitchSaysProps) {
  if (!isAskable && saidAt === null)
    return (
      <Mark shape="dashedRing" tone="quiet">
        nobody can be asked
      </Mark>
    )
  if (askedAt === null)
    return (
      <Mark shape="dashedRing" tone="quiet">
        not asked yet
      </Mark>
    )
  const isSilent = saidAt === null || askedAt > saidAt
  return (
    <>
      {saidAt === null ? null : (
        <>
          <Mark shape={saysOn ? "target" : "ring"} tone="accent" isStrong>
            {saysOn ? "on" : "off"}
          </Mark>{" "}
          <span className="soft">
            said <Instant at={saidAt} precision="second" />
          </span>{" "}
        </>
      )}
      {isSilent ? (
        <>
          <Mark shape="triangle" tone="caution">
            no word of it
          </Mark>{" "}
          <span className="soft">
            asked <Instant at={askedAt} precision="second" />: {answer}
          </span>
        </>
      ) : null}
    </>
  )
}
