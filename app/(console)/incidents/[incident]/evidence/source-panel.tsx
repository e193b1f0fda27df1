"use client"

import type { DraftSource } from "../../../../../lib/evidence/intake/schemas.ts"
import { builtInMappings } from "../../../../../lib/evidence/mapping/built-in-names.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Select, Textarea } from "../../../../ui/controls/inputs.tsx"

interface SourcePanelProps {
  source: DraftSource
  /** Why it is read so, where that was guessed. */
  reason: string | undefined
  onChange: (source: DraftSource) => void
}

const mappingWords: Record<(typeof builtInMappings)[number], string> = {
  canonical: "canonical: the columns have Tocsin's own names",
  cloudtrail: "cloudtrail: S3 data events",
  ocsf: "ocsf: File Hosting Activity (6006)",
}

const mappingOptions = [
  ...builtInMappings.map((value) => ({ value: value as string, label: mappingWords[value] })),
  { value: "own", label: "a mapping of your own" },
]

const viewerlessOptions = [
  { value: "unattributed", label: "name nobody: counted apart, and asked about" },
  { value: "exposure", label: "are anonymous viewers: they may be exposures" },
]

const SKETCH = `time: { path: timestamp }
fields:
  account_id: { path: user_id }
  device_id: { path: device_id }
rules:
  - { when: { action: view }, action: viewed }
  - { otherwise: reject }
`

/** How one source of the access log is read. */
export function SourcePanel({ source, reason, onChange }: SourcePanelProps) {
  const { name, mapping, viewerless } = source
  const choose = (value: string) => {
    const builtIn = builtInMappings.find((one) => one === value)
    onChange({
      ...source,
      mapping: builtIn ? { kind: "built_in", name: builtIn } : { kind: "own", text: SKETCH },
    })
  }
  return (
    <Panel title={`How ${name} is read`} note={reason ?? "Chosen by you."}>
      <div className="stack">
        <div className="grid-2">
          <Field label="Mapping" isRequired>
            {(ties) => (
              <Select
                {...ties}
                options={mappingOptions}
                value={mapping.kind === "own" ? "own" : mapping.name}
                onChange={(event) => choose(event.target.value)}
              />
            )}
          </Field>
          <Field label="Rows without a viewer" isRequired>
            {(ties) => (
              <Select
                {...ties}
                options={viewerlessOptions}
                value={viewerless}
                onChange={(event) =>
                  onChange({ ...source, viewerless: event.target.value as DraftSource["viewerless"] })
                }
              />
            )}
          </Field>
        </div>
        {mapping.kind === "own" ? (
          <Field
            label="The mapping (YAML)"
            hint="Paths of the time and of the fields, and rules that make a record shown, tapped or viewed. Its tests are run before every use."
            isRequired
          >
            {(ties) => (
              <Textarea
                {...ties}
                isCode
                rows={14}
                spellCheck={false}
                value={mapping.text}
                onChange={(event) =>
                  onChange({ ...source, mapping: { kind: "own", text: event.target.value } })
                }
              />
            )}
          </Field>
        ) : null}
      </div>
    </Panel>
  )
}
