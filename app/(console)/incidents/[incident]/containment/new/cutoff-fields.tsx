"use client"

import { useState } from "react"
import { epochModes } from "../../../../../../lib/containment/logout/settings.ts"
import { epochWords } from "../../../../../shared/containment/words.ts"
import { RadioCards } from "../../../../../ui/controls/choices.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../ui/controls/inputs.tsx"
import type { FieldErrors } from "./field-errors.ts"
import type { LogoutDraft } from "./logout-draft.ts"
import styles from "./new.module.css"

interface FieldsProps {
  draft: LogoutDraft
  errors: FieldErrors
}

/** From which moment on: what was begun before it ends. */
export function CutoffFields({ draft, errors }: FieldsProps) {
  const [begins, setBegins] = useState(draft.begins)
  return (
    <>
      <RadioCards
        legend="What was begun before"
        name="begins"
        defaultValue={draft.begins}
        onChange={(value) => setBegins(value === "earlier" ? "earlier" : "now")}
        options={[
          {
            value: "now",
            label: "The moment at which it begins",
            text: "Fixed when the canaries are alive: everybody in the scope has to log in again.",
          },
          {
            value: "earlier",
            label: "An earlier instant",
            text: "Whoever has logged in since then stays, where the authority can tell the two apart.",
          },
        ]}
      />
      <div className={begins === "earlier" ? styles.fieldsOf2 : styles.hidden}>
        <Field
          label="Cut-off (UTC)"
          hint="To the second, and not in the future."
          error={errors.cutoff}
          isRequired
        >
          {(ties) => (
            <Input {...ties} type="datetime-local" name="cutoff" step={1} defaultValue={draft.cutoff} />
          )}
        </Field>
      </div>
    </>
  )
}

/** How apps are told to refuse what was given out before. */
export function EpochFields({ draft, errors }: FieldsProps) {
  return (
    <>
      <RadioCards
        legend="A cut-off for apps, by which they refuse older tokens"
        name="epoch"
        defaultValue={draft.epoch}
        options={epochModes.map((value) => ({ value, ...epochWords[value] }))}
        hint="It never moves back: once it is set it cannot be taken back."
        error={errors.epoch}
      />
      <RadioCards
        legend="Passwords"
        name="requiresReset"
        defaultValue={draft.requiresReset ? "yes" : "no"}
        options={[
          { value: "no", label: "Stay as they are", text: "The same password logs them in again." },
          {
            value: "yes",
            label: "A new one at the next login",
            text: "For each subject; who has set one since the cut-off is not asked again.",
          },
        ]}
      />
    </>
  )
}
