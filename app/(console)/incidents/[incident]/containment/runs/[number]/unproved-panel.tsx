import type { listUnproved, Unproved } from "../../../../../../../lib/containment/logout/list-unproved.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { waveWords } from "../../../../../../shared/containment/words.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"

const words: Record<Unproved["why"], string> = {
  unknown: "asked, and nobody knows",
  failed: "the authority refused",
  put_off: "put off, and tried again",
  survived: "said to be ended, and was not",
}

/** Of whom nobody may say that they were logged out, by pseudonym; nothing where there is nobody. */
export function UnprovedPanel({ unproved }: { unproved: Awaited<ReturnType<typeof listUnproved>> }) {
  const { count, subjects } = unproved
  if (count === 0) return null
  const more = count > subjects.length ? `, the first ${figure(subjects.length)} of them here` : ""
  return (
    <Panel
      title="Who may still be signed in"
      note={`${counted(count, "subject")} of whom nobody may say that they were logged out${more}.`}
      isFlush
    >
      <DataTable
        caption="Who may still be signed in"
        isCaptionHidden
        isTall
        rows={subjects}
        getRowKey={({ pseudonym }) => pseudonym}
        columns={[
          {
            id: "subject",
            header: "Subject",
            isRowHeader: true,
            render: ({ pseudonym }) => <code>{pseudonym}</code>,
          },
          { id: "wave", header: "Wave", render: ({ part }) => waveWords(part) },
          { id: "why", header: "What became of it", render: ({ why }) => words[why] },
          { id: "reason", header: "Why", render: ({ reason }) => <DataText>{reason}</DataText> },
        ]}
      />
    </Panel>
  )
}
