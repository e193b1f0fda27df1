"use client"

import { Dialog } from "../../../ui/controls/dialog.tsx"
import { withdrawApprovalAction } from "./actions.ts"

/** Takes a request back before anything is done. */
export function WithdrawDialog({ id, approver }: { id: string; approver: string }) {
  return (
    <Dialog
      opener={{ label: "Withdraw the request" }}
      title="Withdraw the request?"
      confirm={{ label: "Withdraw the request", busyLabel: "Withdrawing …" }}
      cancelLabel="Keep it"
      action={() => withdrawApprovalAction(id)}
    >
      <p>
        Nothing is done, and nobody of {approver} need decide it any more. It stays in the trail, and can be
        asked for again.
      </p>
    </Dialog>
  )
}
