import type { ExplainedPerson } from "../../../../../../lib/exposure/reading/explain-person.ts"
import { presumedInWindow } from "../../../../../../lib/exposure/reading/presumed.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { roomHref } from "../../../../../shared/addresses.ts"
import { counted } from "../../../../../shared/counted.ts"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { GradeMark } from "../../../../../ui/marks/exposure-marks.tsx"
import styles from "./person.module.css"
import { ownerSentence, viewerSentence } from "./person-words.ts"

interface InPlainWordsProps {
  room: Room
  explained: ExplainedPerson
}

/** What may be said of the account on each side, before any detail. */
export function InPlainWords({ room, explained }: InPlainWordsProps) {
  const { person, sides } = explained
  // Who may not see the other side has times to the minute.
  const precision = sides.owner.times === null ? "second" : "minute"
  return (
    <Panel title="In plain words">
      <div className="stack">
        <div className={styles.sides}>
          <section>
            <h3 className={styles.side}>
              As owner <GradeMark grade={person?.ownerGrade ?? null} side="owner" />
            </h3>
            <p>{ownerSentence(person, sides.owner.total)}</p>
          </section>
          <section>
            <h3 className={styles.side}>
              As viewer <GradeMark grade={person?.viewerGrade ?? null} />
            </h3>
            <p>{viewerSentence(person, sides.viewer.total)}</p>
          </section>
        </div>
        {person?.firstAt && person.lastAt ? (
          <p className="soft">
            First event <Instant at={person.firstAt} precision={precision} />, last event{" "}
            <Instant at={person.lastAt} precision={precision} />.
          </p>
        ) : null}
        {person === null ? <Rests room={room} outOfScope={sides.owner.total + sides.viewer.total} /> : null}
      </div>
    </Panel>
  )
}

/** On what it rests that an account without any grade may be called what it is called. */
function Rests({ room, outOfScope }: { room: Room; outOfScope: number }) {
  const { incident, result, conclusion } = room
  const { window, rows } = result.summary
  const { unanswered, standing, word } = conclusion
  const presumed = presumedInWindow(result).length
  return (
    <>
      <p>
        {word === "unaffected" ? "It may be called unaffected" : "It is not shown as affected"} on this
        revision. That rests on:
      </p>
      <ul className={styles.rests}>
        <li>
          the window from <Instant at={window.from} /> to <Instant at={window.to} />
        </li>
        <li>
          {counted(rows.read, "row")} of the log, of which {counted(rows.malformed, "row")} could not be read
          and {counted(rows.unattributed, "row")} named no viewer
        </li>
        {outOfScope > 0 ? (
          <li>
            {counted(outOfScope, "exposure")} of this account not being in scope: the relation of viewer to
            footage is none of those that count
          </li>
        ) : null}
        <li>
          {presumed === 0
            ? "no gap and no presumption in the window"
            : `${counted(presumed, "gap or presumption", "gaps and presumptions")} in the window, none of which covers this account`}
        </li>
        <li>
          {unanswered + standing === 0
            ? "no open question: all are settled"
            : [
                unanswered > 0 ? counted(unanswered, "unanswered question") : [],
                standing > 0 ? counted(standing, "question that stands", "questions that stand") : [],
              ]
                .flat()
                .join(" and ")}
        </li>
      </ul>
      {unanswered + standing === 0 ? null : (
        <div>
          <LinkButton isSmall href={roomHref(incident, "questions", result.revision.number)}>
            See the open questions
          </LinkButton>
        </div>
      )}
    </>
  )
}
