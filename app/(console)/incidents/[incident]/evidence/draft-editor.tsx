"use client"

import { useState, useTransition } from "react"
import type { EvidenceFile } from "../../../../../lib/evidence/intake/list-files.ts"
import type { DraftPreview } from "../../../../../lib/evidence/intake/preview-draft.ts"
import type { Draft, GuidedDraft } from "../../../../../lib/evidence/intake/schemas.ts"
import type { Reading } from "../../../../../lib/evidence/sets/reading.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Button } from "../../../../ui/controls/button.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Textarea } from "../../../../ui/controls/inputs.tsx"
import { type PreviewState, previewAction, runDraftAction } from "./actions.ts"
import type { DeskSet } from "./desk-set.ts"
import { FilesTable } from "./files-table.tsx"
import { PreviewPanel } from "./preview-panel.tsx"
import { SourcePanel } from "./source-panel.tsx"
import { WindowPanel } from "./window-panel.tsx"

interface DraftEditorProps {
  set: DeskSet
  files: readonly EvidenceFile[]
  reading: Reading
  version: number
  nextRevision: number
  disabledReason: string | null
}

/** What the files are taken for and how they are read; a person corrects it, looks at real rows, and runs it. */
export function DraftEditor(props: DraftEditorProps) {
  const { set, files, reading, nextRevision, disabledReason } = props
  const [draft, setDraft] = useState<Draft>(reading.draft)
  const [version, setVersion] = useState(props.version)
  const [told, setTold] = useState<PreviewState>({})
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState<"looking" | "running" | null>(null)
  const [isPending, startTransition] = useTransition()

  const perform = (what: "looking" | "running", work: () => Promise<PreviewState>) => {
    setBusy(what)
    startTransition(async () => {
      const answer = await work()
      setTold(answer)
      if (answer.version !== undefined) setVersion(answer.version)
    })
  }
  const look = (files = chosen) =>
    perform("looking", () => previewAction(set.id, withoutEmptySources(draft), version, files))
  const problem = told.message ?? Object.values(told.fields ?? {})[0]
  return (
    <div className="stack">
      {draft.kind === "guided" ? (
        <Guided
          {...props}
          draft={draft}
          onChange={(change) => setDraft((now) => (now.kind === "guided" ? change(now) : now))}
        />
      ) : (
        <>
          <FilesTable
            setId={set.id}
            files={files}
            reading={reading}
            canRemove={set.kind === "upload" && disabledReason === null}
          />
          <Panel
            title="The incident file"
            note="It lies with the evidence and is used as it is written here."
          >
            {disabledReason ? (
              <p>It may list accounts, so that only those see it who describe evidence. {disabledReason}</p>
            ) : (
              <Field label="Incident file (YAML)" isRequired>
                {(ties) => (
                  <Textarea
                    {...ties}
                    isCode
                    rows={16}
                    value={draft.text}
                    onChange={(event) => setDraft({ kind: "file", text: event.target.value })}
                  />
                )}
              </Field>
            )}
          </Panel>
        </>
      )}
      {problem ? (
        <Notice tone="error" title="This cannot be read so">
          {problem}
        </Notice>
      ) : null}
      <div className="row">
        <Button
          kind="plain"
          disabledReason={disabledReason}
          busyLabel={isPending && busy === "looking" ? "Reading the first rows …" : null}
          onClick={() => look()}
        >
          Look at the first rows
        </Button>
        <Button
          kind="primary"
          disabledReason={disabledReason}
          busyLabel={isPending && busy === "running" ? "Asking for the revision …" : null}
          onClick={() =>
            perform("running", () => runDraftAction(set.id, withoutEmptySources(draft), version))
          }
        >
          Make revision {nextRevision}
        </Button>
      </div>
      {(told.previews ?? []).map((preview: DraftPreview) => (
        <PreviewPanel
          key={preview.source}
          preview={preview}
          onChoose={(file) => {
            const files = { ...chosen, [preview.source]: file }
            setChosen(files)
            look(files)
          }}
        />
      ))}
    </div>
  )
}

interface GuidedProps extends DraftEditorProps {
  draft: GuidedDraft
  onChange: (change: (draft: GuidedDraft) => GuidedDraft) => void
}

function Guided({ set, files, reading, disabledReason, draft, onChange }: GuidedProps) {
  const used = new Set(
    draft.files.flatMap(({ table, source }) => (table === "access_log" && source ? [source] : [])),
  )
  return (
    <>
      <FilesTable
        setId={set.id}
        files={files}
        reading={reading}
        canRemove={set.kind === "upload" && disabledReason === null}
        draft={draft}
        onChange={onChange}
      />
      {draft.sources
        .filter(({ name }) => used.has(name))
        .map((source) => (
          <SourcePanel
            key={source.name}
            source={source}
            reason={reading.sources[source.name]}
            onChange={(changed) =>
              onChange((now) => ({
                ...now,
                sources: now.sources.map((one) => (one.name === source.name ? changed : one)),
              }))
            }
          />
        ))}
      <WindowPanel
        draft={draft}
        onChange={(changed) => onChange((now) => ({ ...now, window: changed.window, more: changed.more }))}
      />
    </>
  )
}

/** Sources whose files were all said to be something else are no sources any more. */
function withoutEmptySources(draft: Draft): Draft {
  if (draft.kind === "file") return draft
  const used = new Set(draft.files.map(({ source }) => source))
  return { ...draft, sources: draft.sources.filter(({ name }) => used.has(name)) }
}
