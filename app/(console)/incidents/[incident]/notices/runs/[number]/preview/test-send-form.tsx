"use client"

import { useActionState } from "react"
import { keep } from "../../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../../ui/blocks/notice.tsx"
import { Field } from "../../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../../ui/controls/submit-button.tsx"
import { type ShownVariant, sendTestLetterAction } from "./actions.ts"

interface TestSendFormProps {
  shown: ShownVariant
  disabledReason: string | null
}

/** To whom a test letter goes. */
export function TestSendForm({ shown, disabledReason }: TestSendFormProps) {
  const [{ fields = {}, message, sent }, action] = useActionState(sendTestLetterAction.bind(null, shown), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      {sent ? (
        <Notice tone="done" title="The test letter is on its way">
          Its Message-ID is <code>{sent}</code>.
        </Notice>
      ) : null}
      <Field label="To which address" error={fields.to} isRequired>
        {(ties) => <Input {...ties} name="to" inputMode="email" autoComplete="email" maxLength={254} />}
      </Field>
      <div>
        <SubmitButton kind="plain" busyLabel="Sending …" disabledReason={disabledReason}>
          Send 1 test letter
        </SubmitButton>
      </div>
    </form>
  )
}
