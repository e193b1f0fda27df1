"use client"

import { type ReactNode, useActionState } from "react"
import { keep } from "../../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../../ui/blocks/notice.tsx"
import { RadioCards } from "../../../../../../../ui/controls/choices.tsx"
import { Field } from "../../../../../../../ui/controls/field.tsx"
import { Input, Select } from "../../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../../ui/controls/submit-button.tsx"
import styles from "../../../notices.module.css"
import { recordFollowUpAction, settleUnknownAction, type Told } from "./actions.ts"

interface FollowUpFormProps {
  incident: number
  disabledReason: string | null
  /** The table in which people are chosen. */
  children: ReactNode
}

/** What was done for the people that are chosen in the table. */
export function FollowUpForm({ incident, disabledReason, children }: FollowUpFormProps) {
  const [state, action] = useActionState(recordFollowUpAction.bind(null, incident), {})
  return (
    <form action={action} onReset={keep} className="stack">
      {children}
      <Answer state={state} />
      <div className={styles.fieldsOf2}>
        <Field label="What was done for the chosen people" error={state.fields?.step} isRequired>
          {(ties) => (
            <Select
              {...ties}
              name="step"
              options={[
                { value: "call", label: "They were called" },
                { value: "post", label: "A letter went by post" },
                { value: "in_app", label: "A message stands in the app" },
                { value: "none", label: "Nothing can be done" },
              ]}
            />
          )}
        </Field>
        <Field label="Note" hint="When, by whom, with what result." error={state.fields?.note} isRequired>
          {(ties) => <Input {...ties} name="note" maxLength={2000} autoComplete="off" />}
        </Field>
      </div>
      <div>
        <SubmitButton busyLabel="Noting it …" disabledReason={disabledReason}>
          Note it for the chosen people
        </SubmitButton>
      </div>
    </form>
  )
}

interface SettleFormProps {
  runId: string
  disabledReason: string | null
  children: ReactNode
}

/** A person says what became of letters of which nobody knows. */
export function SettleForm({ runId, disabledReason, children }: SettleFormProps) {
  const [state, action] = useActionState(settleUnknownAction.bind(null, runId), {})
  return (
    <form action={action} onReset={keep} className="stack">
      {children}
      <Answer state={state} />
      <div className={styles.fieldsOf2}>
        <RadioCards
          legend="What became of the chosen letters"
          name="verdict"
          options={[
            { value: "sent", label: "They were sent", text: "They count as accepted" },
            {
              value: "not_sent",
              label: "They surely were not sent",
              text: "They go out once more while the run is under way; later, the next plan takes them up",
            },
          ]}
          error={state.fields?.verdict}
          isRequired
        />
        <Field label="How it is known" hint="It stands in the trail." error={state.fields?.reason} isRequired>
          {(ties) => <Input {...ties} name="reason" maxLength={2000} autoComplete="off" />}
        </Field>
      </div>
      <div>
        <SubmitButton busyLabel="Settling …" disabledReason={disabledReason}>
          Settle the chosen letters
        </SubmitButton>
      </div>
    </form>
  )
}

function Answer({ state: { done, message, fields = {} } }: { state: Told }) {
  const people = Object.entries(fields).find(([name]) => name.startsWith("pseudonyms"))?.[1]
  if (done) return <Notice tone="done">{done}</Notice>
  if (message || people) return <Notice tone="error">{message ?? people}</Notice>
  return null
}
