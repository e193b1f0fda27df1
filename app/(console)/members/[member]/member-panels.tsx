"use client"

import { useActionState } from "react"
import { roleOptions } from "../../../shared/access/role-options.ts"
import { keep } from "../../../shared/keep.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Dialog } from "../../../ui/controls/dialog.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Select } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import {
  changeRoleAction,
  deactivateMemberAction,
  endMemberSessionsAction,
  reactivateMemberAction,
} from "../actions.ts"

interface MemberPanelProps {
  id: string
  disabledReason: string | null
}

export function RolePanel({ id, role, disabledReason }: MemberPanelProps & { role: string }) {
  const [{ fields = {}, message }, action] = useActionState(changeRoleAction, {})
  return (
    <form className="stack measure" action={action} onReset={keep}>
      {message ? <Notice tone="error">{message}</Notice> : null}
      <input type="hidden" name="member" value={id} />
      <input type="hidden" name="from" value={role} />
      <Field label="Role" error={fields.to} isRequired>
        {(ties) => <Select {...ties} key={role} name="to" options={roleOptions} defaultValue={role} />}
      </Field>
      <div>
        <SubmitButton kind="plain" busyLabel="Changing the role …" disabledReason={disabledReason}>
          Change the role
        </SubmitButton>
      </div>
    </form>
  )
}

export function SessionsPanel({ id, name, disabledReason }: MemberPanelProps & { name: string }) {
  const [{ message, ended }, action] = useActionState(
    endMemberSessionsAction,
    {} as Awaited<ReturnType<typeof endMemberSessionsAction>>,
  )
  return (
    <form className="stack measure" action={action}>
      {message ? <Notice tone="error">{message}</Notice> : null}
      {ended ? <Notice tone="done" title={ended} /> : null}
      <input type="hidden" name="member" value={id} />
      <div>
        <SubmitButton kind="plain" busyLabel="Ending them …" disabledReason={disabledReason}>
          Sign {name} out everywhere
        </SubmitButton>
      </div>
    </form>
  )
}

interface AccessPanelProps extends MemberPanelProps {
  name: string
  isActive: boolean
}

export function AccessPanel({ id, name, isActive, disabledReason }: AccessPanelProps) {
  if (isActive)
    return (
      <Dialog
        opener={{ label: `Deactivate ${name}`, kind: "danger", disabledReason }}
        title={`Deactivate ${name}`}
        confirm={{ label: `Deactivate ${name}`, busyLabel: "Deactivating …", kind: "danger" }}
        action={() => deactivateMemberAction(id)}
      >
        <p>
          They are signed out everywhere at once, and nobody can sign in as them. API keys that they made go
          on working until they are revoked. What they did stays theirs, and they can be reactivated.
        </p>
      </Dialog>
    )
  return (
    <Dialog
      opener={{ label: `Reactivate ${name}`, disabledReason }}
      title={`Reactivate ${name}`}
      confirm={{ label: `Reactivate ${name}`, busyLabel: "Reactivating …" }}
      action={() => reactivateMemberAction(id)}
    >
      <p>They can sign in again with the password and the second factor that they had.</p>
    </Dialog>
  )
}
