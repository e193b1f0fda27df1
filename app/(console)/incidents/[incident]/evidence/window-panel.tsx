"use client"

import type { GuidedDraft } from "../../../../../lib/evidence/intake/schemas.ts"
import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../ui/controls/inputs.tsx"

interface WindowPanelProps {
  draft: GuidedDraft
  onChange: (draft: GuidedDraft) => void
}

/** From when to when accesses are looked at, and what else the incident file may say. */
export function WindowPanel({ draft, onChange }: WindowPanelProps) {
  const { window, more } = draft
  return (
    <Panel
      title="The window"
      note="From when to when accesses are judged. It begins as a guess from the first and last rows of the log; the hour before and after is looked at besides, to see whether it is too short."
    >
      <div className="stack">
        <div className="grid-2">
          <Field label="From (UTC)" hint="Such as 2024-02-16T13:00:00Z; included" isRequired>
            {(ties) => (
              <Input
                {...ties}
                isCode
                value={window.from}
                onChange={(event) => onChange({ ...draft, window: { ...window, from: event.target.value } })}
              />
            )}
          </Field>
          <Field label="To (UTC)" hint="Such as 2024-02-16T21:00:00Z; not included" isRequired>
            {(ties) => (
              <Input
                {...ties}
                isCode
                value={window.to}
                onChange={(event) => onChange({ ...draft, window: { ...window, to: event.target.value } })}
              />
            )}
          </Field>
        </div>
        <Disclosure
          summary="Clock tolerance, relations in scope, baseline, gaps, presumptions"
          isOpen={more !== ""}
        >
          <Field
            label="Further keys (YAML)"
            hint="For example: clock_tolerance: 2s, or gaps: [{ from: 2024-02-16T15:00:00Z, to: 2024-02-16T15:20:00Z, reason: shard lost }]"
          >
            {(ties) => (
              <Textarea
                {...ties}
                isCode
                rows={6}
                spellCheck={false}
                value={more}
                onChange={(event) => onChange({ ...draft, more: event.target.value })}
              />
            )}
          </Field>
        </Disclosure>
      </div>
    </Panel>
  )
}
