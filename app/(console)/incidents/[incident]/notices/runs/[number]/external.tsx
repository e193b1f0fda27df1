import { may } from "../../../../../../../lib/access/rules.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { SIGNED } from "../../../../../../../lib/notices/external/open-work-list-file.ts"
import { workListPublicKey } from "../../../../../../../lib/notices/external/signing-key.ts"
import { listWorkLists, type WorkList } from "../../../../../../../lib/notices/external/work-lists.ts"
import type { NoticeRunRoom } from "../../../../../../server/open-notices.ts"
import { noticeRunHref } from "../../../../../../shared/addresses.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import { HandOutForm, ResultsForm, WriteList } from "./external-forms.tsx"

const NOT_UNDER_WAY = "No list goes out while this run is not under way."

/** Letters that somebody else's system sends: signed lists go out, results come back. */
export async function External({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  const lists = await listWorkLists(ctx, run.id)
  const handOut = may(ctx.actor, "notice.hand_out")
  const take = may(ctx.actor, "notice.take_work_list")
  const api = `/api${noticeRunHref(incident, run.number)}`
  return (
    <>
      <Panel
        title="Work lists"
        note="What is handed out counts as being sent. What has not come back by its deadline is unknown, and named."
      >
        <div className="stack">
          {lists.length === 0 ? (
            <EmptyState title="No letters are with somebody else now">
              A list has token, code, address and letter of each person, and is signed. It is removed here
              when all of it has come back or is past its deadline.
            </EmptyState>
          ) : (
            <ListsTable
              lists={lists}
              runId={run.id}
              cannotWrite={reasonOf(handOut) ?? (run.state === "running" ? null : NOT_UNDER_WAY)}
              hrefOf={(list, file) => `${api}/work-lists/${list}/${file}`}
              canTake={take.allowed && run.state === "running"}
            />
          )}
          <Disclosure summary="The key by which the signature is checked (Ed25519)">
            <pre className="small">{workListPublicKey(ctx)}</pre>
          </Disclosure>
          <HandOutForm
            runId={run.id}
            disabledReason={reasonOf(handOut) ?? (run.state === "running" ? null : NOT_UNDER_WAY)}
          />
        </div>
      </Panel>
      <Panel
        title="Results"
        note="NDJSON or CSV with token, state, at and status. A file that comes twice counts once; letters of others are refused and named."
      >
        <ResultsForm
          href={`${api}/results`}
          disabledReason={reasonOf(may(ctx.actor, "notice.take_results"))}
        />
      </Panel>
    </>
  )
}

interface ListsTableProps {
  runId: string
  /** Why this person may write none; null where they may. */
  cannotWrite: string | null
  lists: readonly WorkList[]
  hrefOf: (list: string, file: string) => string
  canTake: boolean
}

function ListsTable({ runId, cannotWrite, lists, hrefOf, canTake }: ListsTableProps) {
  const namesOf = ({ files }: WorkList) =>
    files.length === 0 ? [] : [...files.map(({ name }) => name), ...SIGNED]
  return (
    <DataTable
      caption="Work lists that were handed out"
      isCaptionHidden
      rows={lists}
      getRowKey={({ stretch }) => stretch}
      columns={[
        {
          id: "list",
          header: "Chunks",
          isRowHeader: true,
          render: ({ stretch }) => {
            const [from, to] = stretch.split("-")
            return from === to ? from : `${from} to ${to}`
          },
        },
        { id: "letters", header: "Letters", isNumeric: true, render: ({ letters }) => figure(letters) },
        {
          id: "deadline",
          header: "Back by (UTC)",
          render: ({ deadline }) => (deadline ? <Instant at={deadline} isBare /> : "–"),
        },
        {
          id: "files",
          header: "Files",
          render: (list) =>
            list.files.length === 0 ? (
              "It could not be written"
            ) : canTake ? (
              <span className="row">
                {namesOf(list).map((name) => (
                  <LinkButton key={name} isSmall href={hrefOf(list.stretch, name)} download>
                    {name}
                    <span className="visually-hidden"> of chunks {list.stretch}</span>
                  </LinkButton>
                ))}
              </span>
            ) : (
              <span className="soft">kept back while the run rests</span>
            ),
        },
        {
          id: "write",
          header: "Once more",
          render: ({ stretch, letters, files }) => (
            <WriteList
              {...{ runId, stretch, letters }}
              isWritten={files.length > 0}
              disabledReason={cannotWrite}
            />
          ),
        },
      ]}
    />
  )
}
