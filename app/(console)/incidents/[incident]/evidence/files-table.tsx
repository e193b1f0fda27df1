"use client"

import { useState, useTransition } from "react"
import { type FileTable, fileTables } from "../../../../../lib/evidence/intake/file-tables.ts"
import type { EvidenceFile } from "../../../../../lib/evidence/intake/list-files.ts"
import { problemAs } from "../../../../../lib/evidence/intake/problem-as.ts"
import type { DraftFile, DraftSource, GuidedDraft } from "../../../../../lib/evidence/intake/schemas.ts"
import type { Reading } from "../../../../../lib/evidence/sets/reading.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Dialog } from "../../../../ui/controls/dialog.tsx"
import { bytes } from "../../../../ui/controls/file-row.tsx"
import { Select } from "../../../../ui/controls/inputs.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"
import { guessLogAction, removeFileAction } from "./actions.ts"

interface FilesTableProps {
  setId: string
  files: readonly EvidenceFile[]
  reading: Reading
  canRemove: boolean
  /** Absent where an incident file says what the files are. */
  draft?: GuidedDraft
  onChange?: (change: (draft: GuidedDraft) => GuidedDraft) => void
}

const tableWords: Record<FileTable, string> = {
  access_log: "Access log",
  entitlements: "Entitlements",
  accounts: "Accounts",
  media: "Media catalogue",
  sessions: "Sessions",
  devices: "Devices",
  actors: "Actors (services, tests, staff)",
  reports: "Reports by customers",
  none: "Not used",
}
const tableOptions = fileTables.map((value) => ({ value, label: tableWords[value] }))

/** The files, what each is taken for and why; the person's word goes before the guess. */
export function FilesTable({ setId, files, reading, canRemove, draft, onChange }: FilesTableProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, startWork] = useTransition()
  const choose = (path: string, table: FileTable) => {
    if (!draft || !onChange) return
    if (table !== "access_log") return onChange((now) => withFile(now, { path, table, source: null }))
    startWork(async () => {
      const { source, message } = await guessLogAction(setId, path)
      setProblem(message ?? null)
      if (source) onChange((now) => withSource(now, path, source))
    })
  }
  const columns: DataColumn<EvidenceFile>[] = [
    { id: "path", header: "File", isRowHeader: true, render: ({ path }) => <code>{path}</code> },
    { id: "bytes", header: "Size", isNumeric: true, render: (file) => bytes(file.bytes) },
  ]
  if (draft)
    columns.push({
      id: "table",
      header: "What it is",
      render: ({ path }) => (
        <Select
          aria-label={`What ${path} is`}
          options={tableOptions}
          value={tableOf(draft, path) ?? "none"}
          disabled={isBusy}
          onChange={(event) => choose(path, event.target.value as FileTable)}
        />
      ),
    })
  columns.push({
    id: "reason",
    header: "Why",
    render: ({ path }) => <Why told={reading.files[path]} table={tableOf(draft, path)} />,
  })
  if (canRemove)
    columns.push({
      id: "remove",
      header: <span className="visually-hidden">Remove</span>,
      render: (file) => <RemoveFile setId={setId} file={file} />,
    })
  return (
    <Panel title="Files" note="What each file was taken for, and why. Correct what is wrong." isFlush>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <DataTable
        caption="Files of the evidence"
        isCaptionHidden
        columns={columns}
        rows={files}
        getRowKey={({ path }) => path}
      />
    </Panel>
  )
}

function RemoveFile({ setId, file }: { setId: string; file: EvidenceFile }) {
  const { path } = file
  return (
    <Dialog
      opener={{ label: "Remove", fullLabel: `Remove ${path}`, isSmall: true }}
      title={`Remove ${path}?`}
      confirm={{ label: "Remove the file", busyLabel: "Removing …", kind: "danger" }}
      action={async () => (await removeFileAction(setId, path)).message}
    >
      <p>
        {bytes(file.bytes)} are deleted from Tocsin's data folder, and the next revision is made without them.
        Revisions that are done keep their results.
      </p>
    </Dialog>
  )
}

/** What stands in the way of what the file is said to be, or why it was taken for it. */
function Why({ told, table }: { told: Reading["files"][string] | undefined; table: FileTable | null }) {
  if (!told) return <span className="soft">not looked at yet</span>
  const problem = table === null ? told.seen.unreadable : problemAs(table, told.seen)
  return problem ? <b>{problem}</b> : <span className="soft">{told.reason}</span>
}

function tableOf(draft: GuidedDraft | undefined, path: string): FileTable | null {
  return draft ? (draft.files.find((file) => file.path === path)?.table ?? "none") : null
}

function withFile(draft: GuidedDraft, file: DraftFile): GuidedDraft {
  const isKnown = draft.files.some(({ path }) => path === file.path)
  const files = isKnown
    ? draft.files.map((one) => (one.path === file.path ? file : one))
    : [...draft.files, file]
  return { ...draft, files }
}

/** A file that is said to be a log becomes a source of its own, under a name that is not taken. */
function withSource(draft: GuidedDraft, path: string, source: DraftSource): GuidedDraft {
  const taken = new Set(draft.sources.map(({ name }) => name))
  let { name } = source
  for (let number = 2; taken.has(name); number++) name = `${source.name} ${number}`
  const changed = withFile(draft, { path, table: "access_log", source: name })
  return { ...changed, sources: [...draft.sources, { ...source, name }] }
}
