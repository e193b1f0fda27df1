"use client"

import { useActionState } from "react"
import { IncidentFields } from "../../../shared/incident/incident-fields.tsx"
import { keep } from "../../../shared/keep.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { declareIncidentAction } from "./actions.ts"

/** The first fifteen seconds: what is typed stays when something is refused. */
export function DeclareForm({ now, formKey }: { now: string; formKey: string }) {
  const [{ fields = {}, message }, action] = useActionState(declareIncidentAction, {})
  return (
    <Panel
      title="What is known"
      note="The log can come later, and what is said here can be corrected. It stands in the report."
    >
      <form className="stack measure" action={action} onReset={keep}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        {/* A second click declares no second incident. */}
        <input type="hidden" name="key" value={formKey} />
        <IncidentFields known={{ awareAt: now }} errors={fields} />
        <div>
          <SubmitButton busyLabel="Declaring …">Declare the incident</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}
