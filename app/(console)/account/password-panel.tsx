"use client"

import { useActionState } from "react"
import { PASSWORD_CHARACTERS_MIN } from "../../../lib/access/people/password-limits.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { changePasswordAction } from "./actions.ts"

export function PasswordPanel() {
  const [{ fields = {}, message, isDone }, action] = useActionState(changePasswordAction, {})
  return (
    <Panel title="Password" note="With a new one, your sessions in other browsers end.">
      <form className="stack measure" action={action}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        {isDone ? (
          <Notice tone="done" title="Your password is changed">
            Other browsers are signed out.
          </Notice>
        ) : null}
        <Field label="Present password" error={fields.present} isRequired>
          {(ties) => <Input {...ties} type="password" name="present" autoComplete="current-password" />}
        </Field>
        <Field
          label="New password"
          hint={`At least ${PASSWORD_CHARACTERS_MIN} characters.`}
          error={fields.next}
          isRequired
        >
          {(ties) => <Input {...ties} type="password" name="next" autoComplete="new-password" />}
        </Field>
        <Field label="The new password again" error={fields.again} isRequired>
          {(ties) => <Input {...ties} type="password" name="again" autoComplete="new-password" />}
        </Field>
        <div>
          <SubmitButton busyLabel="Changing the password …">Change the password</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}
