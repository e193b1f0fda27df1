import Link from "next/link"
import { printable } from "../../../../../../lib/core/printable.ts"
import type { ExplainedExposure } from "../../../../../../lib/exposure/reading/explain-person.ts"
import type { Side } from "../../../../../../lib/exposure/reading/schemas.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { personHref } from "../../../../../shared/addresses.ts"
import { counted } from "../../../../../shared/counted.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import { ShownWho } from "../../../../../shared/shown-name.tsx"
import { Disclosure } from "../../../../../ui/blocks/disclosure.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { GradeMark, RelationMark } from "../../../../../ui/marks/exposure-marks.tsx"
import { LogLine } from "./log-line.tsx"
import styles from "./person.module.css"

interface ExposureStoryProps {
  side: Side
  room: Room
  exposure: ExplainedExposure
  isOpen: boolean
}

/** One exposure: what, whose or to whom, when; then the rule in words, then the events down to their log lines. */
export function ExposureStory({ side, room, exposure, isOpen }: ExposureStoryProps) {
  const { deviceId, deviceLabel, grade, relation, inScope, why, events, listedEvents, firstAt } = exposure
  const rule = [why.footage, why.viewer, why.relation, why.grade, why.scope ?? []].flat()
  return (
    <li className={styles.exposure}>
      <div className={styles.headline}>
        <GradeMark grade={grade} side={side} />
        <span>
          {deviceLabel === null ? "Device" : <DataText>{`“${deviceLabel}”`}</DataText>}{" "}
          <code>
            <DataText>{deviceId}</DataText>
          </code>
        </span>
        <span>
          {side === "owner" ? "to " : "of "}
          <OtherSide side={side} room={room} exposure={exposure} />
        </span>
        <span>
          <RelationMark relation={relation} />
          {inScope ? null : <span className="soft"> out of scope</span>}
        </span>
        <Instant at={firstAt} precision="second" isBare />
      </div>
      <Disclosure summary={`Why, and ${counted(events, "event")} of the log`} isOpen={isOpen}>
        <ol className={styles.rule}>
          {rule.map((sentence) => (
            <li key={sentence}>{printable(sentence)}</li>
          ))}
        </ol>
        {listedEvents.length < events ? (
          <p className="soft">
            The earliest {listedEvents.length} of {counted(events, "event")}:
          </p>
        ) : null}
        <ul className={styles.events}>
          {listedEvents.map((event) => (
            <LogLine key={event.eventId} event={event} />
          ))}
        </ul>
      </Disclosure>
    </li>
  )
}

/** The account on the other side, which leads to its own page. */
function OtherSide({ side, room: { incident, result }, exposure }: Omit<ExposureStoryProps, "isOpen">) {
  const other = side === "owner" ? exposure.viewer : exposure.owner
  const shown = side === "owner" ? exposure.shownViewer : exposure.shownOwner
  if (other === null) return "somebody whom no log names"
  return (
    <>
      {side === "owner" ? "viewer " : "owner "}
      <Link className="nowrap" href={personHref(incident, other, result.revision.number)} prefetch={false}>
        {other}
      </Link>{" "}
      {shown ? <ShownWho shown={shown} /> : null}
    </>
  )
}
