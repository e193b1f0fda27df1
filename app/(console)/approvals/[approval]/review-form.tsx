"use client"

import { useActionState } from "react"
import styles from "../../../shared/approvals/approvals.module.css"
import { keep } from "../../../shared/keep.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Textarea } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { reviewEmergencyAction } from "./actions.ts"

/** What a second person finds of an emergency. */
export function ReviewForm({ id }: { id: string }) {
  const [{ fields, message }, action] = useActionState(reviewEmergencyAction.bind(null, id), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <Field
        label="What you found"
        hint="Whether it was needed, and what follows from it. It stays in the trail."
        error={fields?.review}
        isRequired
      >
        {(ties) => <Textarea {...ties} name="review" rows={3} maxLength={2000} />}
      </Field>
      <div className={styles.buttons}>
        <SubmitButton busyLabel="Keeping the review …">Keep this review</SubmitButton>
      </div>
    </form>
  )
}
