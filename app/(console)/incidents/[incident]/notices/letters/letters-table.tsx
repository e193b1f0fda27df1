import { figure } from "../../../../../../lib/core/figure.ts"
import type { CurrentCopy } from "../../../../../../lib/notices/letters/get-copies.ts"
import { copyHref } from "../../../../../shared/addresses.ts"
import { counted } from "../../../../../shared/counted.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import { letterWords, localeWords } from "../../../../../shared/notices/words.ts"
import { Mark } from "../../../../../ui/marks/mark.tsx"
import { DataTable } from "../../../../../ui/table/data-table.tsx"
import type { FindingsByLetter } from "./findings-by-letter.ts"

interface LettersTableProps {
  incident: { number: number }
  copies: readonly CurrentCopy[]
  names: ReadonlyMap<string, string>
  /** null where letters cannot be made yet. */
  findings: FindingsByLetter | null
}

/** Each letter in each language. */
export function LettersTable({ incident, copies, names, findings }: LettersTableProps) {
  return (
    <DataTable
      caption="Letters by group and language"
      isCaptionHidden
      rows={copies}
      getRowKey={({ letter, locale }) => `${letter}/${locale}`}
      getRowHref={({ letter, locale }) => copyHref(incident, letter, locale)}
      columns={[
        {
          id: "letter",
          header: "Letter",
          isRowHeader: true,
          render: ({ letter, locale }) => (
            <>
              {letterWords[letter]}
              <span className="visually-hidden"> in {localeWords[locale]}</span>
            </>
          ),
        },
        { id: "locale", header: "Language", render: ({ locale }) => localeWords[locale] },
        { id: "subject", header: "Subject", render: ({ text }) => <DataText>{text.subject}</DataText> },
        { id: "version", header: "Version", isNumeric: true, render: ({ version }) => figure(version) },
        {
          id: "by",
          header: "Written by",
          render: ({ writtenBy }) =>
            writtenBy === null ? "comes with Tocsin" : (names.get(writtenBy) ?? "somebody who has left"),
        },
        { id: "review", header: "Read by", render: readBy },
        {
          id: "findings",
          header: "Findings",
          render: ({ letter, locale }) =>
            findings === null ? "–" : findingsWords(findings.get(`${letter}/${locale}`) ?? []),
        },
      ]}
    />
  )
}

function readBy({ needsReview, review }: CurrentCopy) {
  if (!needsReview) return <span className="soft">needs none</span>
  if (review)
    return (
      <Mark shape="tick" tone="done">
        <DataText>{review.reviewer}</DataText>
      </Mark>
    )
  return (
    <Mark shape="dashedRing" tone="caution">
      nobody yet
    </Mark>
  )
}

function findingsWords(findings: readonly { kind: "block" | "advice" }[]) {
  const blocks = findings.filter(({ kind }) => kind === "block").length
  const advice = findings.length - blocks
  if (blocks > 0)
    return (
      <Mark shape="cross" tone="error">
        {`${figure(blocks)} to mend`}
      </Mark>
    )
  return advice > 0 ? (
    <span className="soft">{counted(advice, "piece of advice", "pieces of advice")}</span>
  ) : (
    "none"
  )
}
