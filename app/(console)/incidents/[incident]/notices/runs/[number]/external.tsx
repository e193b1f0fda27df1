import { may } from "../../../../../../../lib/access/rules.ts"
import { letterLists } from "../../../../../../../lib/notices/external/letter-lists.ts"
import { listWorkLists } from "../../../../../../../lib/runs/external/list-work-lists.ts"
import { workListPublicKey } from "../../../../../../../lib/runs/external/signing-key.ts"
import type { NoticeRunRoom } from "../../../../../../server/open-notices.ts"
import { noticeRunHref } from "../../../../../../shared/addresses.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { ListsTable } from "../../../../../../shared/work-lists/lists-table.tsx"
import { ResultsForm } from "../../../../../../shared/work-lists/results-form.tsx"
import { letterWords } from "../../../../../../shared/work-lists/words.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { HandOutForm, WriteList } from "./external-forms.tsx"

const NOT_UNDER_WAY = "No list goes out while this run is not under way."

/** Letters that somebody else's system sends: signed lists go out, results come back. */
export async function External({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  const lists = await listWorkLists(ctx, letterLists, run.id)
  const handOut = may(ctx.actor, "notice.hand_out")
  const take = may(ctx.actor, "notice.take_work_list")
  const cannotHandOut = reasonOf(handOut) ?? (run.state === "running" ? null : NOT_UNDER_WAY)
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
              words={letterWords}
              hrefOf={(list, file) => `${api}/work-lists/${list}/${file}`}
              canTake={take.allowed && run.state === "running"}
              writerOf={({ stretch, items, files }) => (
                <WriteList
                  {...{ stretch, runId: run.id, letters: items }}
                  isWritten={files.length > 0}
                  disabledReason={cannotHandOut}
                />
              )}
            />
          )}
          <Disclosure summary="The key by which the signature is checked (Ed25519)">
            <pre className="small">{workListPublicKey(ctx)}</pre>
          </Disclosure>
          <HandOutForm runId={run.id} disabledReason={cannotHandOut} />
        </div>
      </Panel>
      <Panel
        title="Results"
        note="NDJSON or CSV with token, state, at and status. A file that comes twice counts once; letters of others are refused and named."
      >
        <ResultsForm
          href={`${api}/results`}
          words={letterWords}
          disabledReason={reasonOf(may(ctx.actor, "notice.take_results"))}
        />
      </Panel>
    </>
  )
}
