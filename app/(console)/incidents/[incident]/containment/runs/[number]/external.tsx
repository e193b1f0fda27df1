import { may } from "../../../../../../../lib/access/rules.ts"
import { logoutLists } from "../../../../../../../lib/containment/external/logout-lists.ts"
import { listWorkLists } from "../../../../../../../lib/runs/external/list-work-lists.ts"
import { workListPublicKey } from "../../../../../../../lib/runs/external/signing-key.ts"
import type { LogoutRoom } from "../../../../../../server/open-logout.ts"
import { containmentHref } from "../../../../../../shared/addresses.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { ListsTable } from "../../../../../../shared/work-lists/lists-table.tsx"
import { ResultsForm } from "../../../../../../shared/work-lists/results-form.tsx"
import { subjectWords } from "../../../../../../shared/work-lists/words.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { HandOutSubjects, WriteSubjects } from "./external-forms.tsx"

const NOT_UNDER_WAY = "No list goes out while this logout is not under way."
const NO_WAVE = "No wave is open: it opens when what is looked at before it is as it should be."

/** A logout that somebody else's system carries out: signed lists go out, results come back. */
export async function External({ room: { ctx, incident, logout } }: { room: LogoutRoom }) {
  const lists = await listWorkLists(ctx, logoutLists, logout.id)
  const isUnderWay = logout.state === "running"
  const isOpen = logout.phase === "canary_wave" || logout.phase === "wave"
  const handOut = reasonOf(may(ctx.actor, "logout.hand_out")) ?? (isUnderWay ? null : NOT_UNDER_WAY)
  const canTake = may(ctx.actor, "logout.take_work_list").allowed && isUnderWay
  const api = `/api${containmentHref(incident, `runs/${logout.number}`)}`
  return (
    <>
      <Panel
        title="Hand out"
        note="A wave at a time. What is handed out counts as sent; what has not come back by its deadline is unknown, and named."
      >
        <div className="stack">
          {lists.length === 0 ? (
            <EmptyState title="Nobody is with somebody else's system now">
              A list has token, name, cut-off and reason of each subject, canary accounts of ours among them,
              and is signed. It is removed here when all of it has come back or is past its deadline.
            </EmptyState>
          ) : (
            <ListsTable
              lists={lists}
              words={subjectWords}
              hrefOf={(list, file) => `${api}/work-lists/${list}/${file}`}
              canTake={canTake}
              writerOf={({ stretch, items, files }) => (
                <WriteSubjects
                  {...{ stretch, runId: logout.id, subjects: items }}
                  isWritten={files.length > 0}
                  disabledReason={handOut}
                />
              )}
            />
          )}
          <Disclosure summary="The key by which the signature is checked (Ed25519)">
            <pre className="small">{workListPublicKey(ctx)}</pre>
          </Disclosure>
          <HandOutSubjects runId={logout.id} disabledReason={handOut ?? (isOpen ? null : NO_WAVE)} />
        </div>
      </Panel>
      <Panel
        title="Take results"
        note="NDJSON or CSV with token, state (accepted, rejected or unknown), at and status. A file that comes twice counts once; one about another run is refused."
      >
        <div className="stack">
          <ResultsForm
            href={`${api}/results`}
            words={subjectWords}
            disabledReason={reasonOf(may(ctx.actor, "logout.take_results"))}
          />
        </div>
      </Panel>
    </>
  )
}
