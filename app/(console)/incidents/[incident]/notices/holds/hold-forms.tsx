"use client"

import { useActionState } from "react"
import { keep } from "../../../../../shared/keep.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { Dialog } from "../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../ui/controls/submit-button.tsx"
import styles from "../notices.module.css"
import { liftHoldAction, placeHoldAction } from "./actions.ts"

interface PlaceHoldFormProps {
  incident: number
  disabledReason: string | null
}

/** Which authority asks, for whom, and why. */
export function PlaceHoldForm({ incident, disabledReason }: PlaceHoldFormProps) {
  const [{ fields = {}, message, kept }, action] = useActionState(placeHoldAction.bind(null, incident), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      {kept ? <Notice tone="done" title="The hold stands" /> : null}
      <div key={kept} className="stack">
        <div className={styles.fieldsOf3}>
          <Field
            label="Place"
            hint="A country such as US, or a region such as US-CA; nothing: everybody."
            error={fields.place}
          >
            {(ties) => <Input {...ties} name="place" autoComplete="off" maxLength={6} isCode />}
          </Field>
          <Field label="Authority" error={fields.agency} isRequired>
            {(ties) => <Input {...ties} name="agency" autoComplete="off" maxLength={200} />}
          </Field>
        </div>
        <Field
          label="Why"
          hint="What it asks for, until when, and its file number."
          error={fields.reason}
          isRequired
        >
          {(ties) => <Textarea {...ties} name="reason" rows={3} maxLength={2000} />}
        </Field>
      </div>
      <div>
        <SubmitButton busyLabel="Placing the hold …" disabledReason={disabledReason}>
          Place the hold
        </SubmitButton>
      </div>
    </form>
  )
}

interface LiftHoldDialogProps {
  id: string
  place: string | null
  agency: string
  disabledReason: string | null
}

/** Ends a hold, with a reason. */
export function LiftHoldDialog({ id, place, agency, disabledReason }: LiftHoldDialogProps) {
  const what = `the hold of ${agency} for ${place ?? "everybody"}`
  return (
    <Dialog
      opener={{ label: "Lift", fullLabel: `Lift ${what}`, isSmall: true, disabledReason }}
      title="Lift this hold?"
      confirm={{ label: "Lift the hold", busyLabel: "Lifting …" }}
      action={(form) => liftHoldAction(id, form)}
    >
      <p>Nothing is sent by it: whoever was left out is in the next plan, which has to be approved.</p>
      <Field label="Why it is lifted" hint="It stands in the trail." isRequired>
        {(ties) => <Input {...ties} name="reason" maxLength={2000} autoComplete="off" />}
      </Field>
    </Dialog>
  )
}
