import Link from "next/link"
import { readVariantKey } from "../../../../../../../../lib/core/letters.ts"
import type { AccountRow, UnreachedRow } from "../../../../../../../../lib/notices/account/account-row.ts"
import { noticeRunHref, personHref } from "../../../../../../../shared/addresses.ts"
import { DataText } from "../../../../../../../shared/data-text.tsx"
import { followUpWords, reasonWords, variantWords } from "../../../../../../../shared/notices/words.ts"
import { Instant } from "../../../../../../../ui/figures/instant.tsx"
import { ItemStateMark, itemStateWords } from "../../../../../../../ui/marks/item-state-mark.tsx"
import { type DataColumn, DataTable } from "../../../../../../../ui/table/data-table.tsx"
import styles from "../../../notices.module.css"

interface TableProps<Row> {
  incident: { number: number }
  /** On which the run rests: of it, a person's page is shown. */
  revision: number
  rows: readonly Row[]
}

type Named<Row> = TableProps<Row> & { names: ReadonlyMap<string, string> }

/** Whose letter may have been sent; each can be chosen. */
export function UnknownTable({ incident, revision, rows }: TableProps<AccountRow>) {
  return (
    <DataTable
      caption="Letters of which nobody knows"
      isCaptionHidden
      rows={rows}
      getRowKey={({ pseudonym }) => pseudonym}
      columns={[chosen(), person(incident, revision), letter(), reason(), sent()]}
    />
  )
}

/** Who was not reached, why, and what was done next; each can be chosen. */
export function UnreachedTable({ incident, revision, rows, names }: Named<UnreachedRow>) {
  return (
    <DataTable
      caption="People who were not reached"
      isCaptionHidden
      rows={rows}
      getRowKey={({ pseudonym }) => pseudonym}
      columns={[
        chosen(),
        person(incident, revision),
        letter(),
        { id: "state", header: "State", render: ({ state }) => <ItemStateMark state={state} /> },
        reason(),
        {
          id: "next",
          header: "What was done next",
          render: (row) => <div className={styles.sentence}>{nextOf(row, incident, names)}</div>,
        },
      ]}
    />
  )
}

/** Who was reached, with when. */
export function ReachedTable({ incident, revision, rows }: TableProps<AccountRow>) {
  return (
    <DataTable
      caption="People who were reached"
      isCaptionHidden
      rows={rows}
      getRowKey={({ pseudonym }) => pseudonym}
      columns={[
        person(incident, revision),
        letter(),
        { id: "state", header: "State", render: ({ state }) => <ItemStateMark state={state} /> },
        sent(),
      ]}
    />
  )
}

function chosen(): DataColumn<AccountRow> {
  return {
    id: "chosen",
    header: <span className="visually-hidden">Choose</span>,
    render: ({ pseudonym }) => (
      <input type="checkbox" name="pseudonyms" value={pseudonym} aria-label={`Choose ${pseudonym}`} />
    ),
  }
}

function person(incident: { number: number }, revision: number): DataColumn<AccountRow> {
  return {
    id: "person",
    header: "Person",
    isRowHeader: true,
    render: ({ pseudonym }) => (
      <Link className="nowrap" href={personHref(incident, pseudonym, revision)}>
        {pseudonym}
      </Link>
    ),
  }
}

function letter(): DataColumn<AccountRow> {
  return {
    id: "letter",
    header: "Letter",
    render: ({ variant }) => <span className={styles.sentence}>{variantWords(readVariantKey(variant))}</span>,
  }
}

function reason(): DataColumn<AccountRow> {
  return {
    id: "reason",
    header: "Why",
    render: ({ state, reason: given }) => (
      <DataText>{given === null ? itemStateWords[state].means : reasonWords(given)}</DataText>
    ),
  }
}

function sent(): DataColumn<AccountRow> {
  return {
    id: "sent",
    header: "Sent (UTC)",
    render: ({ sentAt }) => (sentAt ? <Instant at={sentAt} precision="second" isBare /> : "–"),
  }
}

function nextOf(
  { next, laterRun }: UnreachedRow,
  incident: { number: number },
  names: ReadonlyMap<string, string>,
) {
  if (next === null && laterRun === null) return <span className="soft">nothing yet</span>
  return (
    <>
      {laterRun ? (
        <p>
          <Link href={noticeRunHref(incident, laterRun.number)}>Run {laterRun.number}</Link>:{" "}
          {itemStateWords[laterRun.state].word.toLowerCase()}
        </p>
      ) : null}
      {next ? (
        <p>
          {followUpWords[next.step] ?? next.step}: <DataText>{next.note}</DataText>{" "}
          <span className="soft">
            ({names.get(next.doneBy) ?? "somebody who has left"}, <Instant at={next.doneAt} isBare />)
          </span>
        </p>
      ) : null}
    </>
  )
}
