"use client"

import { useActionState } from "react"
import { keep } from "../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Textarea } from "../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../ui/controls/submit-button.tsx"
import { overrideFindingAction } from "./actions.ts"

interface OverrideFormProps {
  runId: string
  finding: string
  disabledReason: string | null
}

/** Counsel lets a finding pass. */
export function OverrideForm({ runId, finding, disabledReason }: OverrideFormProps) {
  const [{ fields, message }, action] = useActionState(
    overrideFindingAction.bind(null, { runId, finding }),
    {},
  )
  return (
    <form action={action} onReset={keep} className="stack stack-tight measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <Field
        label="Why it may pass"
        hint="Whoever approves the letters reads it, and it stands in the trail."
        error={fields?.reason ?? fields?.finding}
        isRequired
      >
        {(ties) => <Textarea {...ties} name="reason" rows={2} maxLength={2000} />}
      </Field>
      <div>
        <SubmitButton kind="plain" busyLabel="Letting it pass …" disabledReason={disabledReason}>
          Let this finding pass
        </SubmitButton>
      </div>
    </form>
  )
}
