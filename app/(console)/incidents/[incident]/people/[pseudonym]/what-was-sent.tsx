import Link from "next/link"
import { may } from "../../../../../../lib/access/rules.ts"
import { readVariantKey } from "../../../../../../lib/core/letters.ts"
import { namesOf } from "../../../../../../lib/exposure/revisions/list-revisions.ts"
import {
  type LetterOfPerson,
  listLettersOfPerson,
} from "../../../../../../lib/notices/account/list-letters-of-person.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { noticeRunHref } from "../../../../../shared/addresses.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import letterStyles from "../../../../../shared/notices/letters.module.css"
import { followUpWords, reasonWords, variantWords } from "../../../../../shared/notices/words.ts"
import { Disclosure } from "../../../../../ui/blocks/disclosure.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { ItemStateMark } from "../../../../../ui/marks/item-state-mark.tsx"
import { DataTable } from "../../../../../ui/table/data-table.tsx"

interface WhatWasSentProps {
  room: Room
  pseudonym: string
}

/** Which letters were sent to this person, what became of them, and what was done besides. */
export async function WhatWasSent({ room: { ctx, incident }, pseudonym }: WhatWasSentProps) {
  if (!may(ctx.actor, "notices.view").allowed) return null
  const { letters, followUps } = await listLettersOfPerson(ctx, incident.id, pseudonym)
  const names = await namesOf(
    ctx,
    followUps.map(({ doneBy }) => doneBy),
  )
  return (
    <Panel title="What this person was sent" note="In all runs of letters of this incident.">
      <div className="stack">
        {letters.length === 0 ? (
          <p className="soft">No letter to this person was begun.</p>
        ) : (
          <LettersTable incident={incident} letters={letters} />
        )}
        {followUps.map(({ step, note, doneAt, doneBy }) => (
          <p key={`${step} ${doneAt.toISOString()}`}>
            <b>{followUpWords[step] ?? step}</b>: <DataText>{note}</DataText>{" "}
            <span className="soft">
              ({names.get(doneBy) ?? "somebody who has left"}, <Instant at={doneAt} />)
            </span>
          </p>
        ))}
      </div>
    </Panel>
  )
}

interface LettersTableProps {
  incident: { number: number }
  letters: readonly LetterOfPerson[]
}

function LettersTable({ incident, letters }: LettersTableProps) {
  return (
    <DataTable
      caption="Letters to this person"
      isCaptionHidden
      rows={letters}
      getRowKey={({ runId }) => runId}
      columns={[
        {
          id: "run",
          header: "Run",
          isRowHeader: true,
          render: ({ runNumber }) => <Link href={noticeRunHref(incident, runNumber)}>Run {runNumber}</Link>,
        },
        { id: "letter", header: "Letter", render: (letter) => <Letter letter={letter} /> },
        { id: "state", header: "State", render: ({ state }) => <ItemStateMark state={state} /> },
        {
          id: "sent",
          header: "Sent (UTC)",
          render: ({ sentAt }) => (sentAt ? <Instant at={sentAt} precision="second" isBare /> : "–"),
        },
        { id: "back", header: "What came back", render: ({ events, reason }) => cameBack(events, reason) },
      ]}
    />
  )
}

function Letter({ letter: { variant, subject, text } }: { letter: LetterOfPerson }) {
  return (
    <>
      <p>{variantWords(readVariantKey(variant))}</p>
      {text === null ? null : (
        <Disclosure summary={<DataText>{subject ?? "Its text"}</DataText>}>
          <pre className={letterStyles.text}>{text}</pre>
        </Disclosure>
      )}
    </>
  )
}

function cameBack(events: LetterOfPerson["events"], reason: string | null) {
  if (events.length === 0) return <DataText>{reason === null ? "nothing" : reasonWords(reason)}</DataText>
  return events.map(({ says, outcome, takenAt }) => (
    <p key={`${says} ${takenAt.toISOString()}`}>
      {says}: <DataText>{outcome}</DataText> <Instant at={takenAt} isBare />
    </p>
  ))
}
