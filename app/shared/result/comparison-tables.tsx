import { figure } from "../../../lib/core/figure.ts"
import type { Relation } from "../../../lib/exposure/reading/schemas.ts"
import type { Summary } from "../../../lib/exposure/summary.ts"
import { perMinute } from "../../ui/charts/minute-curve.tsx"
import { RelationMark, relationWords } from "../../ui/marks/exposure-marks.tsx"
import { DataTable } from "../../ui/table/data-table.tsx"
import { Stretch } from "./stretch.tsx"
import { contextWords } from "./words.ts"

/** In the order of the summary: who has no tie to the footage first. */
const shownRelations: readonly Relation[] = ["stranger", "anonymous", "former_member", "later_owner", "staff"]

type Compared = Summary["context"][number]

/** Misbound events before, after and on an ordinary day: what the window stands out from. */
export function ContextTable({ summary }: { summary: Summary }) {
  const present = shownRelations.filter((one) => summary.context.some(({ misbound }) => misbound[one] > 0))
  return (
    <DataTable
      caption="Number of misbound events outside the window"
      isCaptionHidden
      rows={summary.context}
      getRowKey={({ name }) => name}
      columns={[
        {
          id: "stretch",
          header: "Stretch",
          isRowHeader: true,
          render: ({ name }) => <span className="nowrap">{contextWords[name] ?? name}</span>,
        },
        {
          id: "time",
          header: "Time (UTC)",
          render: ({ from, to }) => <Stretch from={from} to={to} />,
        },
        { id: "events", header: "Events", isNumeric: true, render: (row) => figure(eventsOf(row)) },
        {
          id: "mean",
          header: "Per minute",
          isNumeric: true,
          render: (row) => perMinute(eventsOf(row) / minutesOf(row)),
        },
        ...present.map((relation) => ({
          id: relation,
          header: relationWords[relation],
          isNumeric: true,
          render: ({ misbound }: Compared) => figure(misbound[relation]),
        })),
      ]}
    />
  )
}

/** What the window has per minute, repeated rows too, for comparison with the stretches outside it. */
export function windowPerMinute({ rows, window }: Summary): string {
  return perMinute((rows.misbound + rows.duplicate) / minutesOf(window))
}

function eventsOf({ misbound }: Compared): number {
  return shownRelations.reduce((sum, one) => sum + misbound[one], 0)
}

function minutesOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000
}

interface RelationsTableProps {
  summary: Summary
  /** The relations that count. */
  inScope: readonly Relation[]
}

/** Exposures by what the viewer was to the footage. */
export function RelationsTable({ summary: { exposures }, inScope }: RelationsTableProps) {
  return (
    <DataTable
      caption="Number of exposures by relation"
      isCaptionHidden
      rows={shownRelations.filter((one) => exposures[one] > 0 || inScope.includes(one))}
      getRowKey={(relation) => relation}
      columns={[
        {
          id: "relation",
          header: "The viewer was",
          isRowHeader: true,
          render: (relation) => <RelationMark relation={relation} />,
          footer: "All",
        },
        {
          id: "scope",
          header: "In scope",
          render: (relation) => (inScope.includes(relation) ? "yes" : "no"),
        },
        {
          id: "exposures",
          header: "Exposures",
          isNumeric: true,
          render: (relation) => figure(exposures[relation]),
          footer: figure(exposures.total),
        },
      ]}
    />
  )
}

/** How many of the exposures count. */
export function scopeNote({ exposures }: Summary): string {
  const { total, in_scope: inScope } = exposures
  const rest = total - inScope
  const all = `${figure(inScope)} of ${figure(total)} exposures are in scope`
  return rest === 0 ? `${all}.` : `${all}; the other ${figure(rest)} are listed and count for nobody.`
}
