"use client"

import { useActionState } from "react"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { openLetterAction } from "./actions.ts"

interface OpenLetterProps {
  id: number
  /** In a line of a list. */
  isSmall?: boolean
}

/** Asks for one letter, which the trail then knows. */
export function OpenLetter({ id, isSmall }: OpenLetterProps) {
  const [{ message }, action] = useActionState(openLetterAction, {})
  return (
    <form action={action}>
      <input type="hidden" name="letter" value={id} />
      <SubmitButton
        kind={isSmall ? "plain" : "primary"}
        isSmall={isSmall}
        busyLabel="Opening …"
        aria-label={`Open letter ${id}`}
      >
        {isSmall ? "Open" : "Open this letter"}
      </SubmitButton>
      {message ? <p role="alert">{message}</p> : null}
    </form>
  )
}
