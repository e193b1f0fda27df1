"use client"

import { useActionState } from "react"
import { HAND_OUT_DEFAULT, HAND_OUT_HOURS_DEFAULT } from "../../../../../../../lib/runs/external/settings.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { keep } from "../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { Dialog } from "../../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../ui/controls/submit-button.tsx"
import { handOutSubjectsAction, writeSubjectsAction } from "./external-actions.ts"

interface HandOutSubjectsProps {
  runId: string
  disabledReason: string | null
}

/** How many subjects are handed out, and how long the other system has. */
export function HandOutSubjects({ runId, disabledReason }: HandOutSubjectsProps) {
  const [{ fields = {}, message }, action] = useActionState(handOutSubjectsAction.bind(null, runId), {})
  return (
    <form action={action} onReset={keep} className="stack">
      <Field label="Subjects, at most" error={fields.subjectsMax} isRequired>
        {(ties) => <Input {...ties} name="subjectsMax" inputMode="numeric" defaultValue={HAND_OUT_DEFAULT} />}
      </Field>
      <Field label="Hours until their results are due" error={fields.hours} isRequired>
        {(ties) => <Input {...ties} name="hours" inputMode="numeric" defaultValue={HAND_OUT_HOURS_DEFAULT} />}
      </Field>
      {message ? <Notice tone="error">{message}</Notice> : null}
      <div>
        <SubmitButton kind="plain" busyLabel="Writing and signing the list …" disabledReason={disabledReason}>
          Hand out the open wave
        </SubmitButton>
      </div>
    </form>
  )
}

interface WriteSubjectsProps extends HandOutSubjectsProps {
  stretch: string
  subjects: number
  isWritten: boolean
}

/** Writes the list of what was handed out once more, or where that could not be done then. */
export function WriteSubjects({ runId, stretch, subjects, isWritten, disabledReason }: WriteSubjectsProps) {
  const label = isWritten ? "Write it again" : "Write its list"
  return (
    <Dialog
      opener={{ label, fullLabel: `${label}: chunks ${stretch}`, isSmall: true, disabledReason }}
      title={isWritten ? "Write this list again?" : "Write this list?"}
      confirm={{
        label: `Write the list of ${counted(subjects, "subject")}`,
        busyLabel: "Writing and signing the list …",
      }}
      action={() => writeSubjectsAction({ runId, stretch })}
    >
      <p>
        Subjects of whom results have come back are left out; all others keep their tokens.
        {isWritten ? " It takes the place of the list that is here." : ""}
      </p>
    </Dialog>
  )
}
