import type { ReactNode } from "react"
import { actLabel } from "../../../shared/approvals/act-label.ts"
import { BreakGlassForm, PerformForm } from "../../../shared/approvals/ask-forms.tsx"
import { DataText } from "../../../shared/data-text.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { DecisionForm } from "./decision-form.tsx"
import { Done, type NextStepProps, Over, Review } from "./settled.tsx"
import { WithdrawDialog } from "./withdraw-dialog.tsx"

/** What this person can do about an approval now; where it is over, how to go on. */
export function NextStep(props: NextStepProps) {
  const { state, approval } = props
  if (state === "waiting") return <Waiting {...props} />
  if (state === "approved") return <Approved {...props} />
  if (state === "performed") return approval.emergency === null ? <Done {...props} /> : <Review {...props} />
  return <Over {...props} />
}

function Waiting({ ctx, approval, can, changes }: NextStepProps) {
  const { id, act, digest, approverRole } = approval
  const isMine = approval.requestedBy === ctx.actor.id
  if (can.approve.allowed)
    return (
      <Panel title="Your decision">
        <div className="stack">
          <Changed changes={changes}>
            If you approve it now, it becomes void and nothing is done: it has to be asked for again.
          </Changed>
          <DecisionForm shown={{ id, act, digest }} />
        </div>
      </Panel>
    )
  if (!isMine)
    return (
      <Notice tone="info" title={`This waits for ${approverRole}`}>
        {can.approve.reason}
      </Notice>
    )
  return (
    <Panel title={`This waits for ${approverRole}`} note="Send them the address of this page.">
      <div className="stack">
        <Changed changes={changes}>It cannot be approved any more: withdraw it and ask again.</Changed>
        <div>
          <WithdrawDialog id={id} approver={approverRole} />
        </div>
        {can.breakGlass.allowed && changes.length === 0 ? (
          <BreakGlassForm
            asked={{ act, input: approval.input, digest }}
            approver={approverRole}
            label={actLabel(act)}
            disabledReason={null}
          />
        ) : null}
      </div>
    </Panel>
  )
}

function Approved({ approval, can, changes, names }: NextStepProps) {
  const { id, act, approverRole, decidedBy } = approval
  const approver = names.get(decidedBy ?? "") ?? "somebody who has left"
  if (!can.perform.allowed && !can.withdraw.allowed)
    return (
      <Notice tone="done" title={`${approver} has approved this`}>
        {names.get(approval.requestedBy) ?? "Whoever asked for it"} can do it now.
      </Notice>
    )
  return (
    <Panel title={`${approver} has approved this`} note="It is done once, by you.">
      <div className="stack">
        <Changed changes={changes}>If you do it now, it becomes void and nothing is done: ask again.</Changed>
        <PerformForm
          act={act}
          id={id}
          label={actLabel(act)}
          disabledReason={can.perform.allowed ? null : can.perform.reason}
        />
        <div>
          <WithdrawDialog id={id} approver={approverRole} />
        </div>
      </div>
    </Panel>
  )
}

function Changed({ changes, children }: { changes: readonly string[]; children: ReactNode }) {
  if (changes.length === 0) return null
  return (
    <Notice tone="caution" title="Things have changed since this was asked for">
      {changes.map((change) => (
        <p key={change}>
          <DataText>{change}</DataText>
        </p>
      ))}
      <p>{children}</p>
    </Notice>
  )
}
