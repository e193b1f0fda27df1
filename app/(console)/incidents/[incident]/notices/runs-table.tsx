import type { Context } from "../../../../../lib/core/context.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import type { NoticeRun } from "../../../../../lib/notices/audience/list-planned-runs.ts"
import type { StateCounts } from "../../../../../lib/runs/rules.ts"
import { runCounts } from "../../../../../lib/runs/run-counts.ts"
import { noticeRunHref } from "../../../../shared/addresses.ts"
import { countedStates, stateParts } from "../../../../shared/notices/state-counts.ts"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { ShareBar } from "../../../../ui/figures/share-bar.tsx"
import { PlannedRunMark } from "../../../../ui/marks/planned-run-mark.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"
import styles from "./notices.module.css"

interface CountedRun {
  run: NoticeRun
  counts: StateCounts
}

/** Runs with how far each of them is. */
export async function withCounts(ctx: Context, runs: readonly NoticeRun[]): Promise<CountedRun[]> {
  return await Promise.all(
    runs.map(async (run) => ({ run, counts: (await runCounts(ctx.db, run.id)).states })),
  )
}

interface RunsTableProps {
  incident: { number: number }
  runs: readonly CountedRun[]
  names: ReadonlyMap<string, string>
}

/** The runs of letters of an incident, the latest first. */
export function RunsTable({ incident, runs, names }: RunsTableProps) {
  return (
    <DataTable
      caption="Runs of letters"
      isCaptionHidden
      rows={runs}
      getRowKey={({ run }) => run.id}
      getRowHref={({ run }) => noticeRunHref(incident, run.number)}
      columns={columnsOf(names)}
    />
  )
}

function columnsOf(names: ReadonlyMap<string, string>): DataColumn<CountedRun>[] {
  return [
    { id: "run", header: "Run", isRowHeader: true, render: ({ run }) => `Run ${run.number}` },
    { id: "state", header: "State", render: ({ run }) => <PlannedRunMark state={run.state} /> },
    { id: "revision", header: "Revision", isNumeric: true, render: ({ run }) => run.revision ?? "–" },
    {
      id: "letters",
      header: "Letters",
      isNumeric: true,
      render: ({ run }) => (run.plan ? figure(run.plan.letters) : "–"),
    },
    {
      id: "progress",
      header: "How they stand",
      render: ({ run, counts }) =>
        run.startedAt ? (
          <div className={styles.sentence}>
            <ShareBar label={countedStates(counts)} parts={stateParts(counts)} />
            <span className="small soft">{countedStates(counts)}</span>
          </div>
        ) : (
          <span className="soft">
            {run.trouble ?? (run.state === "planning" ? "being planned" : "not begun")}
          </span>
        ),
    },
    {
      id: "by",
      header: "Asked for by",
      render: ({ run }) => names.get(run.requestedBy) ?? "somebody who has left",
    },
    { id: "at", header: "Asked for (UTC)", render: ({ run }) => <Instant at={run.requestedAt} isBare /> },
  ]
}
