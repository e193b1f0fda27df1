"use client"

import { useActionState, useState } from "react"
import type { AuthorityKind } from "../../../../lib/core/authority-settings.ts"
import { keep } from "../../../shared/keep.ts"
import { ShownOnce } from "../../../shared/shown-once.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input, Select } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { addAuthorityAction, changeAuthorityAction, type KeptAuthority } from "./actions.ts"
import { AuthorityFields } from "./authority-fields.tsx"
import { kindOptions } from "./field-words.ts"

/** Who is to end sessions besides. */
export function AddAuthorityForm() {
  const [state, action] = useActionState(addAuthorityAction, {})
  const [kind, setKind] = useState<AuthorityKind>("home_grown")
  const { fields = {}, kept } = state
  return (
    <Panel
      title="Add an authority"
      note="Who gives out sessions and tokens, and can end them. What your own back end needs for that is in docs/back-end.md."
    >
      <form className="stack measure" action={action} onReset={keep}>
        <Outcome state={state} done="The authority stands" />
        <div key={kept?.at} className="stack">
          <Field label="What it is" error={fields.kind} isRequired>
            {(ties) => (
              <Select
                {...ties}
                name="kind"
                options={kindOptions}
                value={kind}
                onChange={(event) => setKind(event.target.value as AuthorityKind)}
              />
            )}
          </Field>
          <NameField error={fields.name} />
          <AuthorityFields key={kind} kind={kind} errors={fields} />
        </div>
        <div>
          <SubmitButton busyLabel="Adding …">Add the authority</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}

interface ChangeAuthorityFormProps {
  id: string
  kind: AuthorityKind
  name: string
  settings: Readonly<Record<string, unknown>>
}

/** Changes what an authority is called and reached with. */
export function ChangeAuthorityForm({ id, kind, name, settings }: ChangeAuthorityFormProps) {
  const [state, action] = useActionState(changeAuthorityAction.bind(null, id, kind), {})
  const { fields = {} } = state
  return (
    <form className="stack measure" action={action} onReset={keep}>
      <Outcome state={state} done="The change stands" />
      <NameField error={fields.name} known={name} />
      <AuthorityFields kind={kind} errors={fields} settings={settings} />
      <div>
        <SubmitButton busyLabel="Changing …">{`Change ${name}`}</SubmitButton>
      </div>
    </form>
  )
}

function NameField({ error, known }: { error: string | undefined; known?: string }) {
  return (
    <Field label="What people call it" hint="No two have the same name." error={error} isRequired>
      {(ties) => <Input {...ties} name="name" autoComplete="off" maxLength={80} defaultValue={known} />}
    </Field>
  )
}

function Outcome({ state: { message, kept }, done }: { state: KeptAuthority; done: string }) {
  const made = kept?.made ?? {}
  return (
    <>
      {message ? <Notice tone="error">{message}</Notice> : null}
      {made.bearer ? (
        <ShownOnce
          title={`The secret of requests to ${kept?.name}`}
          secret={made.bearer}
          label="Copy the secret of requests"
        >
          It is shown this once. Each request bears it.
        </ShownOnce>
      ) : null}
      {made.signing ? (
        <ShownOnce
          title={`The secret of messages to ${kept?.name}`}
          secret={made.signing}
          label="Copy the secret of messages"
        >
          It is shown this once. Cut-offs and messages are signed with it, as Standard Webhooks has it.
        </ShownOnce>
      ) : null}
      {kept && !made.bearer && !made.signing ? <Notice tone="done" title={done} /> : null}
    </>
  )
}
