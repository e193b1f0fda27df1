"use client"

import { useActionState } from "react"
import { keep } from "../../../shared/keep.ts"
import { ShownOnce } from "../../../shared/shown-once.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { CheckSet } from "../../../ui/controls/check-set.tsx"
import { RadioCards } from "../../../ui/controls/choices.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { makeKeyAction } from "./actions.ts"

interface MakeKeyProps {
  roles: readonly { value: string; label: string; text: string }[]
  scopes: readonly { value: string; label: string; text: string }[]
  days: { usual: number; most: number }
}

/** A key for a program, shown once when it is made. */
export function MakeKey({ roles, scopes, days }: MakeKeyProps) {
  const [{ fields = {}, message, made }, action] = useActionState(makeKeyAction, {})
  const scopeProblem = Object.entries(fields).find(([field]) => field.startsWith("scopes"))?.[1]
  return (
    <Panel
      title="Make a key"
      note="A program acts by it under its own name, in a role, and within what it is good for."
    >
      <form className="stack measure" action={action} onReset={keep}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        {made ? (
          <ShownOnce title={`The key of ${made.name}`} secret={made.text} label="Copy the key">
            It is shown this once. Keep it where programs keep secrets; whoever has it acts as this program.
          </ShownOnce>
        ) : null}
        <div key={made?.text} className="stack">
          <Field label="Name" hint="What uses it, as the trail will name it." error={fields.name} isRequired>
            {(ties) => <Input {...ties} name="name" maxLength={100} autoComplete="off" />}
          </Field>
          <RadioCards legend="Role" name="role" options={roles} error={fields.role} isRequired />
          <CheckSet legend="Good for" name="scopes" options={scopes} error={scopeProblem} />
          <Field
            label="Days"
            hint={`Until it ends by itself; ${days.most} at most.`}
            error={fields.days}
            isRequired
          >
            {(ties) => (
              <Input {...ties} name="days" type="number" min={1} max={days.most} defaultValue={days.usual} />
            )}
          </Field>
        </div>
        <div>
          <SubmitButton busyLabel="Making the key …">Make the key</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}
