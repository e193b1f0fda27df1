import Link from "next/link"
import { may } from "../../../../../lib/access/rules.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import { type Named, withNames } from "../../../../../lib/exposure/identities/with-names.ts"
import { type Comparison, compareResults } from "../../../../../lib/exposure/reading/compare-results.ts"
import { listMoved, type MovedRow } from "../../../../../lib/exposure/reading/list-moved.ts"
import type { Result } from "../../../../../lib/exposure/reading/result.ts"
import {
  causes,
  type MovedQuery,
  parseMovedQuery,
  standings,
} from "../../../../../lib/exposure/reading/schemas.ts"
import { causeWords } from "../../../../../lib/exposure/reading/words.ts"
import type { Room } from "../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../shared/addresses.ts"
import { askedQuery } from "../../../../shared/asked-query.ts"
import { counted } from "../../../../shared/counted.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { MoveMatrix } from "../../../../ui/charts/move-matrix.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { DataTable } from "../../../../ui/table/data-table.tsx"
import { MovedTable } from "./moved-table.tsx"
import styles from "./revisions.module.css"

interface ComparisonProps {
  room: Room
  /** The result that the room's is compared with. */
  before: Result
}

/** Who moved between two revisions, why, and in what their inputs differ. */
export async function ComparisonPanels({ room, before }: ComparisonProps) {
  const { ctx, result, query } = room
  const { asked } = askedQuery(query, parseMovedQuery)
  const filter: MovedQuery = { ...asked, from: null, to: null }
  const mayList = may(ctx.actor, "people.view").allowed
  const [comparison, page] = await Promise.all([
    compareResults(ctx, before, result),
    mayList ? listMoved(ctx, before, result, filter) : null,
  ])
  const rows = page && (await withNames(ctx, result, page.rows))
  return (
    <>
      <Moves room={room} before={before} comparison={comparison} />
      <div className="grid-2">
        <Causes room={room} before={before} comparison={comparison} />
        <Differences comparison={comparison} />
      </div>
      {comparison.moved === 0 || !page || !rows ? null : (
        <MovedAccounts
          room={room}
          before={before}
          comparison={comparison}
          cause={filter.cause}
          page={{ ...page, rows }}
        />
      )}
    </>
  )
}

interface PanelProps extends ComparisonProps {
  comparison: Comparison
}

function Moves({ room: { result }, before, comparison: { matrix, moved } }: PanelProps) {
  const name = ({ revision }: Pick<Result, "revision">) => `Revision ${revision.number}`
  return (
    <Panel
      title={`${counted(moved, "account")} moved from one group to another`}
      note="Accounts that stand on neither side are “not shown as affected” here, whatever was answered to open questions."
      isFlush
    >
      <MoveMatrix
        from={name(before)}
        to={name(result)}
        moves={standings.flatMap((from) => standings.map((to) => ({ from, to, accounts: matrix[from][to] })))}
      />
    </Panel>
  )
}

/** The two revisions' address, with a cause where one is asked for. */
function hrefOf({ room: { incident, result }, before }: ComparisonProps, cause = ""): string {
  const asked = cause === "" ? "" : `&cause=${cause}`
  return `${roomHref(incident, "revisions", result.revision.number)}&with=${before.revision.number}${asked}`
}

function Causes({ room, before, comparison: { byCause, moved } }: PanelProps) {
  return (
    <Panel title="Why they moved" note="Each moved account has one cause, so that the counts add up." isFlush>
      <DataTable
        caption="Moved accounts by cause"
        isCaptionHidden
        rows={causes.filter((cause) => byCause[cause] > 0)}
        getRowKey={(cause) => cause}
        empty={<p className={styles.note}>No account moved.</p>}
        columns={[
          {
            id: "cause",
            header: "Cause",
            isRowHeader: true,
            render: (cause) => (
              <Link href={`${hrefOf({ room, before }, cause)}#moved`} scroll={false}>
                {causeWords[cause]}
              </Link>
            ),
            footer: "All that moved",
          },
          {
            id: "accounts",
            header: "Accounts",
            isNumeric: true,
            render: (cause) => figure(byCause[cause]),
            footer: figure(moved),
          },
        ]}
      />
    </Panel>
  )
}

function Differences({ comparison: { differences } }: Pick<PanelProps, "comparison">) {
  return (
    <Panel title="In what the inputs differ">
      {differences.length === 0 ? (
        <p className="soft">In nothing: same files by content, same window, same rules.</p>
      ) : (
        <ul className={styles.differences}>
          {differences.map(({ text }) => (
            <li key={text}>{printable(text)}</li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

interface MovedAccountsProps extends PanelProps {
  cause: MovedQuery["cause"]
  page: { rows: Named<MovedRow>[]; nextCursor: string | null }
}

function MovedAccounts({ room, before, comparison, cause, page }: MovedAccountsProps) {
  const { incident, result } = room
  const total = cause === null ? comparison.moved : comparison.byCause[cause]
  const { number } = result.revision
  const query = new URLSearchParams({
    revision: String(number),
    with: String(before.revision.number),
    ...(cause && { cause }),
  })
  return (
    <div id="moved">
      <Panel
        title="Who moved"
        note={cause === null ? "By pseudonym" : `Only: ${causeWords[cause]}`}
        actions={
          <>
            {cause === null ? null : (
              <LinkButton isSmall href={hrefOf({ room, before })}>
                Show all causes
              </LinkButton>
            )}
            <LinkButton
              isSmall
              href={exportHref(incident, "moved", number, `with=${before.revision.number}`)}
              download
            >
              Export {figure(comparison.moved)} moved accounts as CSV
            </LinkButton>
          </>
        }
        isFlush
      >
        <MovedTable
          peoplePath={roomHref(incident, "people")}
          api={`/api${roomHref(incident)}/moved`}
          query={query.toString()}
          page={{ ...page, total }}
        />
      </Panel>
    </div>
  )
}
