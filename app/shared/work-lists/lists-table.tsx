import type { ReactNode } from "react"
import { figure } from "../../../lib/core/figure.ts"
import type { WorkList } from "../../../lib/runs/external/list-work-lists.ts"
import { SIGNED } from "../../../lib/runs/external/settings.ts"
import { LinkButton } from "../../ui/controls/button.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { DataTable } from "../../ui/table/data-table.tsx"
import type { ItemWords } from "./words.ts"

interface ListsTableProps {
  lists: readonly WorkList[]
  words: ItemWords
  hrefOf: (list: string, file: string) => string
  canTake: boolean
  /** What writes a list once more. */
  writerOf: (list: WorkList) => ReactNode
}

/** The work lists that were handed out, with their files. */
export function ListsTable({ lists, words, hrefOf, canTake, writerOf }: ListsTableProps) {
  const namesOf = ({ files }: WorkList) =>
    files.length === 0 ? [] : [...files.map(({ name }) => name), ...SIGNED]
  return (
    <DataTable
      caption="Work lists that were handed out"
      isCaptionHidden
      rows={lists}
      getRowKey={({ stretch }) => stretch}
      columns={[
        {
          id: "list",
          header: "Chunks",
          isRowHeader: true,
          render: ({ stretch }) => {
            const [from, to] = stretch.split("-")
            return from === to ? from : `${from} to ${to}`
          },
        },
        {
          id: "items",
          header: words.many.charAt(0).toUpperCase() + words.many.slice(1),
          isNumeric: true,
          render: ({ items }) => figure(items),
        },
        {
          id: "deadline",
          header: "Back by (UTC)",
          render: ({ deadline }) => (deadline ? <Instant at={deadline} isBare /> : "–"),
        },
        {
          id: "files",
          header: "Files",
          render: (list) =>
            list.files.length === 0 ? (
              "It could not be written"
            ) : canTake ? (
              <span className="row">
                {namesOf(list).map((name) => (
                  <LinkButton key={name} isSmall href={hrefOf(list.stretch, name)} download>
                    {name}
                    <span className="visually-hidden"> of chunks {list.stretch}</span>
                  </LinkButton>
                ))}
              </span>
            ) : (
              <span className="soft">kept back while the run rests</span>
            ),
        },
        { id: "write", header: "Once more", render: writerOf },
      ]}
    />
  )
}
