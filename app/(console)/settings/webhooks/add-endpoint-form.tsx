"use client"

import { useActionState } from "react"
import { keep } from "../../../shared/keep.ts"
import { ShownOnce } from "../../../shared/shown-once.tsx"
import { Disclosure } from "../../../ui/blocks/disclosure.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { CheckSet } from "../../../ui/controls/check-set.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input } from "../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { addEndpointAction } from "./actions.ts"

/** Where another program is to be told of acts. */
export function AddEndpointForm({ acts }: { acts: readonly string[] }) {
  const [{ fields = {}, message, added }, action] = useActionState(addEndpointAction, {})
  return (
    <Panel
      title="Add an endpoint"
      note="It is told which act was performed, on which incident, and where it stands in the trail; never whom it is about."
    >
      <form className="stack measure" action={action} onReset={keep}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        {added ? (
          <ShownOnce
            title={`The secret of ${new URL(added.url).host}`}
            secret={added.secret}
            label="Copy the secret"
          >
            It is shown this once. The messages are signed with it, as Standard Webhooks has it.
          </ShownOnce>
        ) : null}
        <div key={added?.secret} className="stack">
          <Field
            label="Address"
            hint="https, in the public internet; hosts inside are named in TOCSIN_OUTGOING_HOSTS."
            error={fields.url}
            isRequired
          >
            {(ties) => <Input {...ties} name="url" inputMode="url" autoComplete="off" isCode />}
          </Field>
          <Disclosure summary="Only some acts">
            <CheckSet
              legend="Acts"
              name="acts"
              hint="None chosen: of all of them."
              options={acts.map((act) => ({ value: act, label: act }))}
              error={Object.entries(fields).find(([field]) => field.startsWith("acts"))?.[1]}
            />
          </Disclosure>
        </div>
        <div>
          <SubmitButton busyLabel="Adding …">Add the endpoint</SubmitButton>
        </div>
      </form>
    </Panel>
  )
}
