import { figure } from "../../../../../lib/core/figure.ts"
import type { Input } from "../../../../../lib/evidence/reading/part.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { bytes } from "../../../../ui/controls/file-row.tsx"
import { Digest } from "../../../../ui/figures/digest.tsx"
import { DataTable } from "../../../../ui/table/data-table.tsx"

/** Files of a log with what was read of them. */
export function InputsTable({ inputs }: { inputs: readonly Input[] }) {
  return (
    <DataTable
      caption="Newest files of the log"
      isCaptionHidden
      rows={inputs}
      getRowKey={({ path }) => path}
      columns={[
        { id: "file", header: "File", isRowHeader: true, render: ({ path }) => <DataText>{path}</DataText> },
        { id: "source", header: "Source", render: ({ source }) => <DataText>{source ?? ""}</DataText> },
        { id: "rows", header: "Rows", isNumeric: true, render: ({ rows }) => figure(rows) },
        { id: "bytes", header: "Size", isNumeric: true, render: (one) => bytes(one.bytes) },
        { id: "sha256", header: "SHA-256", render: ({ sha256 }) => <Digest sha256={sha256} /> },
      ]}
    />
  )
}
