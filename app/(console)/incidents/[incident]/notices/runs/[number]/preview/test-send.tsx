import { may } from "../../../../../../../../lib/access/rules.ts"
import type { NoticeRunRoom } from "../../../../../../../server/open-notices.ts"
import { reasonOf } from "../../../../../../../shared/reason-of.ts"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { TestSendForm } from "./test-send-form.tsx"

/** A letter to oneself, through the same composer and the same way out. */
export function TestSend({ room: { ctx, run }, variant }: { room: NoticeRunRoom; variant: string }) {
  return (
    <Panel
      title="Test send"
      note="With the values of a stand-in, marked as a test, through the same renderer and the same way out as the run’s letters."
    >
      <TestSendForm
        key={variant}
        shown={{ runId: run.id, variant }}
        disabledReason={reasonOf(may(ctx.actor, "notice.test_send"))}
      />
    </Panel>
  )
}
