"use client"

import { useActionState } from "react"
import { keep } from "../../../shared/keep.ts"
import { ShownOnce } from "../../../shared/shown-once.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { addSwitchAction, changeSwitchAction, type KeptSwitch } from "./actions.ts"

/** A switch of the company's own back end. */
export function AddSwitchForm() {
  const [state, action] = useActionState(addSwitchAction, {})
  const { fields = {}, kept } = state
  return (
    <Panel
      title="Add a switch"
      note="A feature of your back end that can be turned while an incident lasts, such as a tab that is hidden or a check that is made."
    >
      <form className="stack measure" action={action} onReset={keep}>
        <Outcome state={state} done="The switch stands" />
        <div key={kept?.at} className="stack">
          <Field
            label="Its name at the back end"
            hint="It stands in each request and is never changed."
            error={fields.key}
            isRequired
          >
            {(ties) => <Input {...ties} name="key" autoComplete="off" maxLength={64} isCode />}
          </Field>
          <SwitchFields errors={fields} />
        </div>
        <div>
          <SubmitButton busyLabel="Adding …">Add the switch</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}

interface Known {
  label: string
  meaning: string
  url: string | null
  evaluationUrl: string | null
}

/** Changes what people call it, where requests go and whom one asks. */
export function ChangeSwitchForm({ id, known }: { id: string; known: Known }) {
  const [state, action] = useActionState(changeSwitchAction.bind(null, id), {})
  return (
    <form className="stack measure" action={action} onReset={keep}>
      <Outcome state={state} done="The change stands" />
      <SwitchFields errors={state.fields ?? {}} known={known} />
      <div>
        <SubmitButton busyLabel="Changing …">{`Change ${known.label}`}</SubmitButton>
      </div>
    </form>
  )
}

function Outcome({ state: { message, kept }, done }: { state: KeptSwitch; done: string }) {
  return (
    <>
      {message ? <Notice tone="error">{message}</Notice> : null}
      {kept?.secret ? (
        <ShownOnce title={`The secret of ${kept.label}`} secret={kept.secret} label="Copy the secret">
          It is shown this once. The requests are signed with it, as Standard Webhooks has it.
        </ShownOnce>
      ) : kept ? (
        <Notice tone="done" title={done} />
      ) : null}
    </>
  )
}

function SwitchFields({ errors, known }: { errors: Readonly<Record<string, string>>; known?: Known }) {
  return (
    <>
      <Field label="What people call it" hint="Such as Events tab." error={errors.label} isRequired>
        {(ties) => (
          <Input {...ties} name="label" autoComplete="off" maxLength={80} defaultValue={known?.label} />
        )}
      </Field>
      <Field label="What is so while it is on" hint="One sentence." error={errors.meaning} isRequired>
        {(ties) => (
          <Input {...ties} name="meaning" autoComplete="off" maxLength={300} defaultValue={known?.meaning} />
        )}
      </Field>
      <Field
        label="Address for requests"
        hint="Gets each turn as a signed message. Without one it is turned elsewhere and noted here."
        error={errors.url}
      >
        {(ties) => (
          <Input
            {...ties}
            name="url"
            inputMode="url"
            autoComplete="off"
            defaultValue={known?.url ?? ""}
            isCode
          />
        )}
      </Field>
      <Field
        label="Address for evaluation"
        hint="Answers what the switch really is where it is used. Without one nothing can be confirmed."
        error={errors.evaluationUrl}
      >
        {(ties) => (
          <Input
            {...ties}
            name="evaluationUrl"
            inputMode="url"
            autoComplete="off"
            defaultValue={known?.evaluationUrl ?? ""}
            isCode
          />
        )}
      </Field>
    </>
  )
}
