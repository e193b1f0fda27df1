"use client"

import { useActionState } from "react"
import { Dialog } from "../../ui/controls/dialog.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { endAllSessionsAction, endSessionAction } from "./actions.ts"

/** Ends the session of a line. */
export function EndSession({ id, browser }: { id: string; browser: string }) {
  const [{ message }, action] = useActionState(endSessionAction, {})
  return (
    <form action={action}>
      <input type="hidden" name="session" value={id} />
      <SubmitButton kind="plain" isSmall busyLabel="Ending it …" aria-label={`Sign out ${browser}`}>
        Sign out
      </SubmitButton>
      {message ? <p role="alert">{message}</p> : null}
    </form>
  )
}

export function EndAllSessions({ sessions }: { sessions: number }) {
  const label = sessions === 1 ? "Sign out here" : `End all ${sessions} sessions`
  return (
    <Dialog
      opener={{ label: "Sign out everywhere" }}
      title="Sign out everywhere"
      confirm={{ label, busyLabel: "Ending them …", kind: "danger" }}
      action={endAllSessionsAction}
    >
      <p>
        {sessions === 1 ? "Your one session ends" : `Your ${sessions} sessions end`}, this one included. You
        sign in anew, and it stands in the trail.
      </p>
    </Dialog>
  )
}
