"use client"

import { Dialog } from "../../../ui/controls/dialog.tsx"
import { armMailAction, disarmMailAction } from "./actions.ts"

interface ArmingDialogProps {
  /** Host and port, as the page shows them. */
  relay: string
  disabledReason: string | null
}

/** Lets letters leave. */
export function ArmDialog({ relay, disabledReason }: ArmingDialogProps) {
  return (
    <Dialog
      opener={{ label: `Arm ${relay}`, kind: "primary", disabledReason }}
      title={`Let letters leave through ${relay}?`}
      confirm={{ label: `Arm ${relay}`, busyLabel: "Arming …", kind: "danger" }}
      action={() => armMailAction(relay)}
    >
      <p>
        From then on, letters that are approved and sent reach real people, and cannot be taken back. Nothing
        is sent by arming. An approval that was given for the sink is void. Another relay in the settings is
        not armed by this.
      </p>
    </Dialog>
  )
}

/** Has letters stay here again. */
export function DisarmDialog({ relay, disabledReason }: ArmingDialogProps) {
  return (
    <Dialog
      opener={{ label: `Disarm ${relay}`, kind: "primary", disabledReason }}
      title={`Let no more letters leave through ${relay}?`}
      confirm={{ label: `Disarm ${relay}`, busyLabel: "Disarming …" }}
      action={() => disarmMailAction()}
    >
      <p>Runs under way stop sending. What was sent stays sent; later letters go to the sink.</p>
    </Dialog>
  )
}
