"use client"

import { type ComponentProps, useActionState } from "react"
import { IncidentFields } from "../../../../shared/incident/incident-fields.tsx"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Textarea } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { correctIncidentAction } from "./actions.ts"

interface CorrectFormProps {
  incident: number
  known: ComponentProps<typeof IncidentFields>["known"]
}

/** What was declared, to be put right with a reason. */
export function CorrectForm({ incident, known }: CorrectFormProps) {
  const [{ fields = {}, message }, action] = useActionState(correctIncidentAction, {})
  return (
    <Panel title="What was declared" note="What it was before, who corrected it and why stays in the trail.">
      <form className="stack measure" action={action} onReset={keep}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        <input type="hidden" name="incident" value={incident} />
        <IncidentFields known={known} errors={fields} />
        <Field label="Reason" hint="Why it is corrected." error={fields.reason} isRequired>
          {(ties) => <Textarea {...ties} name="reason" rows={3} maxLength={2000} />}
        </Field>
        <div>
          <SubmitButton busyLabel="Correcting …">Correct the incident</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}
