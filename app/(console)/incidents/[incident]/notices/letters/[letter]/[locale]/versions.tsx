import { compareCopies } from "../../../../../../../../lib/notices/letters/compare-copies.ts"
import type { CopyVersion } from "../../../../../../../../lib/notices/letters/list-copy-versions.ts"
import { DataText } from "../../../../../../../shared/data-text.tsx"
import { Difference } from "../../../../../../../shared/notices/difference.tsx"
import { one, type Query } from "../../../../../../../shared/page-props.ts"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { Button } from "../../../../../../../ui/controls/button.tsx"
import { Field } from "../../../../../../../ui/controls/field.tsx"
import { Select } from "../../../../../../../ui/controls/inputs.tsx"
import { Instant } from "../../../../../../../ui/figures/instant.tsx"
import { DataTable } from "../../../../../../../ui/table/data-table.tsx"

interface VersionsProps {
  href: string
  /** The latest first. */
  versions: readonly CopyVersion[]
  names: ReadonlyMap<string, string>
  query: Query
}

/** All versions of a letter, and how two of them differ. */
export function Versions({ href, versions, names, query }: VersionsProps) {
  const at = (name: string) => versions.find(({ version }) => String(version) === one(query[name]))
  const second = at("second") ?? versions[0]
  const first = at("first") ?? versions[1]
  return (
    <Panel title="Versions" note="None is ever deleted.">
      <div id="versions" className="stack">
        <VersionsTable versions={versions} names={names} />
        {first && second && versions.length > 1 ? (
          <>
            <CompareForm href={href} versions={versions} first={first.version} second={second.version} />
            <Difference
              places={compareCopies(first.text, second.text)}
              first={`version ${first.version}`}
              second={`version ${second.version}`}
            />
          </>
        ) : null}
      </div>
    </Panel>
  )
}

function VersionsTable({ versions, names }: Pick<VersionsProps, "versions" | "names">) {
  return (
    <DataTable
      caption="Versions of this letter"
      isCaptionHidden
      rows={versions}
      getRowKey={({ version }) => String(version)}
      columns={[
        { id: "version", header: "Version", isRowHeader: true, render: ({ version }) => version },
        {
          id: "reason",
          header: "Why",
          render: ({ reason }) =>
            reason === null ? "The copy that Tocsin brings" : <DataText>{reason}</DataText>,
        },
        {
          id: "by",
          header: "By",
          render: ({ writtenBy }) =>
            writtenBy === null ? "–" : (names.get(writtenBy) ?? "somebody who has left"),
        },
        {
          id: "at",
          header: "Kept (UTC)",
          render: ({ writtenAt }) => (writtenAt ? <Instant at={writtenAt} isBare /> : "–"),
        },
      ]}
    />
  )
}

interface CompareFormProps {
  href: string
  versions: readonly CopyVersion[]
  first: number
  second: number
}

function CompareForm({ href, versions, first, second }: CompareFormProps) {
  const options = versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))
  return (
    <form method="get" action={`${href}#versions`} className="row">
      <Field label="From" isRequired>
        {(ties) => (
          <Select {...ties} name="first" options={options} defaultValue={String(first)} key={first} />
        )}
      </Field>
      <Field label="To" isRequired>
        {(ties) => (
          <Select {...ties} name="second" options={options} defaultValue={String(second)} key={second} />
        )}
      </Field>
      <Button type="submit">Show how they differ</Button>
    </form>
  )
}
