"use client"

import { Dialog } from "../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../ui/controls/inputs.tsx"
import { revealPersonAction } from "../actions.ts"

interface RevealPersonProps {
  incident: number
  revision: number
  pseudonym: string
  disabledReason: string | null
}

/** Asks for a reason and says what will happen before it reveals anybody. */
export function RevealPerson({ incident, revision, pseudonym, disabledReason }: RevealPersonProps) {
  return (
    <Dialog
      opener={{ label: "Reveal who this is", disabledReason }}
      title={`Reveal who ${pseudonym} is?`}
      confirm={{ label: "Reveal 1 person", busyLabel: "Revealing …" }}
      action={async (form) => {
        const { message, fields } = await revealPersonAction(form)
        return message ?? Object.values(fields ?? {})[0] ?? null
      }}
    >
      <input type="hidden" name="incident" value={incident} />
      <input type="hidden" name="revision" value={revision} />
      <input type="hidden" name="pseudonym" value={pseudonym} />
      <p>
        You see the id, the name and the address of 1 account for 60 minutes, on its page and in lists. Nobody
        else does. The trail keeps who revealed which pseudonym, when and why.
      </p>
      <Field label="Why you have to know" isRequired>
        {(ties) => <Input {...ties} name="reason" maxLength={500} autoComplete="off" />}
      </Field>
    </Dialog>
  )
}
