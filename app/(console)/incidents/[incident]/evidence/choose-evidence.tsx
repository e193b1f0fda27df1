"use client"

import { useActionState, useState } from "react"
import { scenarioNames, scenarios } from "../../../../../lib/replay/scenarios.ts"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { RadioCards } from "../../../../ui/controls/choices.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input, Select } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { addEvidenceAction } from "./actions.ts"

interface ChooseEvidenceProps {
  incident: number
  /** Folders of the server that are open to evidence. */
  folders: readonly string[]
  disabledReason: string | null
}

const CLOSED = "No folder of the server is open to evidence: TOCSIN_EVIDENCE names those that may be read."

/** Where the evidence of the next revision comes from. */
export function ChooseEvidence({ incident, folders, disabledReason }: ChooseEvidenceProps) {
  const [state, action] = useActionState(addEvidenceAction, {})
  const [kind, setKind] = useState("upload")
  return (
    <Panel
      title="Where is the evidence?"
      note="Needed are the access log, the entitlements (whose device, since when) and the accounts. Everything else makes it surer."
    >
      <form action={action} onReset={keep} className="stack measure">
        <input type="hidden" name="incident" value={incident} />
        {state.message ? <Notice tone="error">{state.message}</Notice> : null}
        <RadioCards
          legend="The files"
          name="kind"
          defaultValue="upload"
          onChange={setKind}
          options={[
            {
              value: "upload",
              label: "Upload files",
              text: "From this computer; they are kept in Tocsin's data folder",
            },
            {
              value: "folder",
              label: "A folder of the server",
              text: "Read where it lies, and not changed",
              disabledReason: folders.length === 0 ? CLOSED : undefined,
            },
            { value: "drill", label: "A drill", text: "A replayed incident whose truth is known" },
          ]}
        />
        {kind === "folder" ? (
          <Field
            label="Folder"
            hint={`Below ${folders.join(" or ")}`}
            error={state.fields?.folder}
            isRequired
          >
            {(ties) => <Input {...ties} isCode name="folder" defaultValue={folders[0]} autoComplete="off" />}
          </Field>
        ) : null}
        {kind === "drill" ? (
          <Field label="Scenario" isRequired>
            {(ties) => <Select {...ties} name="scenario" options={drillOptions} defaultValue="second-hand" />}
          </Field>
        ) : null}
        <div>
          <SubmitButton busyLabel="One moment …" disabledReason={disabledReason}>
            {kind === "drill" ? "Run the drill" : "Go on"}
          </SubmitButton>
        </div>
      </form>
    </Panel>
  )
}

const drillOptions = scenarioNames.map((name) => ({
  value: name,
  label: `${scenarios[name].title} (${name})`,
}))
