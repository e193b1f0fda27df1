"use client"

import type { Cell, Row } from "../../../../../lib/core/engine.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import type { DraftPreview } from "../../../../../lib/evidence/intake/preview-draft.ts"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Select } from "../../../../ui/controls/inputs.tsx"
import { percent } from "../../../../ui/figures/share.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"

interface PreviewPanelProps {
  preview: DraftPreview
  onChoose: (file: string) => void
}

/**
 * How a source's first rows are read: what becomes of them, whom they name, and which cannot be read. Rows stand here as
 * the log has them, ids and all: nobody can say otherwise which column is what. The verb gives them to security alone.
 */
export function PreviewPanel({ preview, onChoose }: PreviewPanelProps) {
  const { source, mapping, isUntested, problem, file, files } = preview
  return (
    <Panel title={`First rows of ${source}`} note={`${file}, read by ${mapping || "no mapping"}`}>
      <div className="stack">
        {files.length > 1 ? (
          <Field label="File to look at" isRequired>
            {(ties) => (
              <Select
                {...ties}
                options={files.map((value) => ({ value, label: value }))}
                value={file}
                onChange={(event) => onChoose(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {problem ? (
          <Notice tone="error" title="This source cannot be read">
            {problem}
          </Notice>
        ) : (
          <Figures preview={preview} />
        )}
        {isUntested ? (
          <Notice tone="caution" title="This mapping has no tests">
            A record or two with the event that must come of it would keep it honest.
          </Notice>
        ) : null}
        {preview.events.length > 0 ? (
          <Rows caption={`The first ${preview.events.length} events of ${source}`} rows={preview.events} />
        ) : null}
        {preview.rejects.length > 0 ? (
          <Rows caption={`Rows of ${source} that cannot be read`} rows={preview.rejects} />
        ) : null}
      </div>
    </Panel>
  )
}

function Figures({ preview }: { preview: DraftPreview }) {
  const { records, taken, ignored, malformed, without, firstAt, lastAt, reasons } = preview
  const share = (count: number) =>
    taken === 0 ? "–" : `${figure(count)} of ${figure(taken)} events (${percent(count / taken)})`
  return (
    <>
      {taken === 0 ? (
        <Notice tone="error" title="No row becomes an event">
          None of the first {figure(records)} rows can be taken as an access. Is it the right mapping, and a
          log at all?
        </Notice>
      ) : without.viewer > taken / 2 ? (
        <Notice tone="caution" title="Most rows name nobody">
          {share(without.viewer)} have neither an account nor a session. Who saw something cannot be told from
          them.
        </Notice>
      ) : null}
      <KeyValue
        pairs={[
          { key: "Rows looked at", value: figure(records) },
          { key: "Taken as events", value: figure(taken) },
          { key: "Ignored by a rule", value: figure(ignored) },
          { key: "Cannot be read", value: figure(malformed) },
          { key: "Name nobody", value: share(without.viewer) },
          { key: "Name no device", value: share(without.device) },
          { key: "Name no item", value: share(without.media) },
          { key: "First and last time (UTC)", value: firstAt && lastAt ? `${firstAt} to ${lastAt}` : "–" },
          ...reasons.slice(0, 5).map(({ reason, records: count }) => ({
            key: `Why not (${figure(count)})`,
            value: printable(reason),
          })),
        ]}
      />
    </>
  )
}

/** Rows as they come, with the columns that have a value. */
function Rows({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => row[name] !== null),
  )
  const columns: DataColumn<{ row: Row; index: number }>[] = names.map((name) => ({
    id: name,
    header: name,
    render: ({ row }) => <code>{cellText(row[name] ?? null)}</code>,
  }))
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows.map((row, index) => ({ row, index }))}
      getRowKey={({ index }) => String(index)}
    />
  )
}

const CELL_CHARACTERS_MAX = 300

function cellText(cell: Cell): string {
  const text = cell === null ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell)
  return printable(text.length > CELL_CHARACTERS_MAX ? `${text.slice(0, CELL_CHARACTERS_MAX)} …` : text)
}
