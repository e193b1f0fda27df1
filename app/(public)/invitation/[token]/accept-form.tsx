"use client"

import { useActionState } from "react"
import { PASSWORD_CHARACTERS_MIN } from "../../../../lib/access/people/password-limits.ts"
import { keep } from "../../../shared/keep.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { acceptInvitationAction } from "./actions.ts"

interface AcceptFormProps {
  token: string
  /** null: whoever has the link says who they are. */
  email: string | null
  name: string | null
  isMember: boolean
}

export function AcceptForm({ token, email, name, isMember }: AcceptFormProps) {
  const [{ fields = {}, message }, action] = useActionState(acceptInvitationAction, {})
  return (
    <form className="stack" action={action} onReset={keep}>
      {message ? <Notice tone="error">{message}</Notice> : null}
      <input type="hidden" name="token" value={token} />
      <Field label="E-mail" error={fields.email} isRequired>
        {(ties) => (
          <Input
            {...ties}
            type="email"
            name="email"
            autoComplete="username"
            defaultValue={email ?? ""}
            readOnly={email !== null}
          />
        )}
      </Field>
      {isMember ? (
        <input type="hidden" name="name" value={name ?? ""} />
      ) : (
        <Field label="Name" hint="What colleagues call you." error={fields.name} isRequired>
          {(ties) => <Input {...ties} name="name" autoComplete="name" defaultValue={name ?? ""} />}
        </Field>
      )}
      <Field
        label="Password"
        hint={`At least ${PASSWORD_CHARACTERS_MIN} characters.`}
        error={fields.password}
        isRequired
      >
        {(ties) => <Input {...ties} type="password" name="password" autoComplete="new-password" />}
      </Field>
      <Field label="The password again" error={fields.again} isRequired>
        {(ties) => <Input {...ties} type="password" name="again" autoComplete="new-password" />}
      </Field>
      <SubmitButton busyLabel="Setting the password …">
        {isMember ? "Set this password" : "Accept the invitation"}
      </SubmitButton>
    </form>
  )
}
