"use client"

import { useState, useTransition } from "react"
import type { EvidenceView } from "../../../../../lib/evidence/sets/view-evidence.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Button } from "../../../../ui/controls/button.tsx"
import { FileDrop } from "../../../../ui/controls/file-drop.tsx"
import { guessEvidenceAction } from "./actions.ts"
import type { DeskSet } from "./desk-set.ts"
import { DraftEditor } from "./draft-editor.tsx"
import { useUploads } from "./use-uploads.ts"

interface EvidenceDeskProps {
  set: DeskSet
  view: EvidenceView
  nextRevision: number
  /** Why this person may only look; null where they may change things. */
  disabledReason: string | null
}

/** From files to a revision: what they are, how they are read, what the first rows say, and the run. */
export function EvidenceDesk({ set, view, nextRevision, disabledReason }: EvidenceDeskProps) {
  const { files, reading, version, isStale } = view
  const [problem, setProblem] = useState<string | null>(null)
  const [isLooking, startLooking] = useTransition()
  const look = () => startLooking(async () => setProblem((await guessEvidenceAction(set.id)).message ?? null))
  const uploads = useUploads(set.id, look)
  return (
    <div className="stack">
      {set.kind === "upload" ? (
        <Panel
          title="Upload"
          note="A file counts when all of it has arrived. One of the same name is replaced."
        >
          {disabledReason ? (
            <Notice tone="info">{disabledReason}</Notice>
          ) : (
            <FileDrop
              label="Choose files, or drop them here"
              hint="NDJSON, JSON, CSV or Parquet; text also as .gz. An incident file (incident.yaml) is used as it is."
              files={uploads.files}
              onFiles={uploads.send}
              onRetry={uploads.retry}
              onRemove={uploads.forget}
            />
          )}
        </Panel>
      ) : null}
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      {isLooking ? (
        <Notice tone="info" title="Looking at the files">
          Their first rows are being read.
        </Notice>
      ) : null}
      {isStale && !isLooking && !uploads.isBusy && files.length > 0 ? (
        <Notice
          tone="caution"
          title={
            reading === null
              ? "The files have not been looked at yet"
              : "Files have changed since they were looked at"
          }
          actions={
            <Button onClick={look} disabledReason={disabledReason}>
              Look at the files
            </Button>
          }
        >
          What was decided about files that stayed the same stays.
        </Notice>
      ) : null}
      {reading === null ? null : (
        <DraftEditor
          key={version}
          set={set}
          files={files}
          reading={reading}
          version={version}
          nextRevision={nextRevision}
          disabledReason={disabledReason}
        />
      )}
    </div>
  )
}
