"use client"

import { useActionState } from "react"
import { HAND_OUT_DEFAULT } from "../../../../../../../lib/runs/external/settings.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { keep } from "../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { CheckSet } from "../../../../../../ui/controls/check-set.tsx"
import { Dialog } from "../../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../ui/controls/submit-button.tsx"
import styles from "../../notices.module.css"
import { handOutAction, writeWorkListAction } from "./actions.ts"

interface HandOutFormProps {
  runId: string
  disabledReason: string | null
}

/** How many letters are handed out, and how long the other system has. */
export function HandOutForm({ runId, disabledReason }: HandOutFormProps) {
  const [{ fields = {}, message }, action] = useActionState(handOutAction.bind(null, runId), {})
  return (
    <form action={action} onReset={keep} className="stack">
      <div className={styles.fieldsOf3}>
        <Field label="Letters, at most" error={fields.lettersMax} isRequired>
          {(ties) => (
            <Input {...ties} name="lettersMax" inputMode="numeric" defaultValue={HAND_OUT_DEFAULT} />
          )}
        </Field>
        <Field label="Hours until their results are due" error={fields.hours} isRequired>
          {(ties) => <Input {...ties} name="hours" inputMode="numeric" defaultValue="24" />}
        </Field>
      </div>
      <Besides />
      {message ? <Notice tone="error">{message}</Notice> : null}
      <div>
        <SubmitButton kind="plain" busyLabel="Writing and signing the list …" disabledReason={disabledReason}>
          Hand out the next letters
        </SubmitButton>
      </div>
    </form>
  )
}

function Besides() {
  return (
    <CheckSet
      legend="Besides"
      name="hasLetters"
      options={[
        {
          value: "yes",
          label: "The finished letters",
          text: "For a system that fills in no fields itself",
        },
      ]}
    />
  )
}

interface WriteListProps extends HandOutFormProps {
  stretch: string
  /** How many letters it was handed out with. */
  letters: number
  isWritten: boolean
}

/** Writes the list of what was handed out once more, or where that could not be done then. */
export function WriteList({ runId, stretch, letters, isWritten, disabledReason }: WriteListProps) {
  const label = isWritten ? "Write it again" : "Write its list"
  return (
    <Dialog
      opener={{ label, fullLabel: `${label}: chunks ${stretch}`, isSmall: true, disabledReason }}
      title={isWritten ? "Write this list again?" : "Write this list?"}
      confirm={{
        label: `Write the list of ${counted(letters, "letter")}`,
        busyLabel: "Writing and signing the list …",
      }}
      action={(form) => writeWorkListAction({ runId, stretch }, form)}
    >
      <p>
        Letters of which results have come back are left out; all others keep their tokens.
        {isWritten ? " It takes the place of the list that is here: only one of the two may be sent." : ""}
      </p>
      <Besides />
    </Dialog>
  )
}
