import { figure } from "../../../../../lib/core/figure.ts"
import type { Summary } from "../../../../../lib/exposure/summary.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Digest } from "../../../../ui/figures/digest.tsx"
import { DataTable } from "../../../../ui/table/data-table.tsx"
import styles from "./report.module.css"

/** What tells this result from any other: the same inputs and rules give the same digest on any machine. */
export function Digests({ summary: { digest, rules, product } }: { summary: Summary }) {
  return (
    <Panel
      title="What identifies this result"
      note="The same inputs and rules give the same digest on any machine"
    >
      <KeyValue
        pairs={[
          { key: "Digest of the result", value: <Digest sha256={digest} isWhole /> },
          { key: "Digest of the rules", value: <Digest sha256={rules} isWhole /> },
          { key: "Made with", value: `${product.name} ${product.version}` },
        ]}
      />
    </Panel>
  )
}

type Input = Summary["inputs"][number]

/** The files that the result was made of, each with what identifies it. */
export function Custody({ summary: { inputs, tables } }: { summary: Summary }) {
  const bytes = inputs.reduce((sum, one) => sum + one.bytes, 0)
  const unreadable = Object.entries(tables).filter(([, { malformed }]) => malformed > 0)
  return (
    <Panel
      title="Chain of custody of the inputs"
      note="SHA-256 over each file’s bytes, taken while it was read"
      isFlush
    >
      <DataTable
        caption="Inputs"
        isCaptionHidden
        rows={inputs}
        getRowKey={({ table, source, path }) => `${table} ${source} ${path}`}
        columns={[
          {
            id: "file",
            header: "File and SHA-256",
            isRowHeader: true,
            render: (input) => <File input={input} />,
            footer: `${figure(inputs.length)} files`,
          },
          {
            id: "table",
            header: "Table",
            render: ({ table, source }) =>
              source === null ? table : <DataText>{`${table}, source ${source}`}</DataText>,
          },
          { id: "rows", header: "Rows", isNumeric: true, render: ({ rows }) => figure(rows) },
          {
            id: "bytes",
            header: "Bytes",
            isNumeric: true,
            render: (one) => figure(one.bytes),
            footer: figure(bytes),
          },
        ]}
      />
      {unreadable.length === 0 ? null : (
        <p className={styles.below}>
          Rows of other tables that could not be read:{" "}
          {unreadable.map(([name, { malformed }]) => `${figure(malformed)} of ${name}`).join(", ")}.
        </p>
      )}
    </Panel>
  )
}

function File({ input: { path, sha256 } }: { input: Input }) {
  return (
    <>
      <DataText>{path}</DataText>
      <code className={styles.sha256}>{sha256}</code>
    </>
  )
}
