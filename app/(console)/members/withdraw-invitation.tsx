"use client"

import { useActionState } from "react"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { withdrawInvitationAction } from "./actions.ts"

interface WithdrawInvitationProps {
  id: string
  email: string
  disabledReason: string | null
}

export function WithdrawInvitation({ id, email, disabledReason }: WithdrawInvitationProps) {
  const [{ message }, action] = useActionState(withdrawInvitationAction, {})
  return (
    <form action={action}>
      <input type="hidden" name="invitation" value={id} />
      <SubmitButton
        kind="plain"
        isSmall
        busyLabel="Withdrawing …"
        disabledReason={disabledReason}
        aria-label={`Withdraw the invitation of ${email}`}
      >
        Withdraw
      </SubmitButton>
      {message ? <p role="alert">{message}</p> : null}
    </form>
  )
}
