import type { ComparedPlace } from "../../../lib/notices/letters/compare-copies.ts"
import { DataTable } from "../../ui/table/data-table.tsx"
import styles from "./letters.module.css"
import { sectionWords } from "./words.ts"

interface DifferenceProps {
  places: readonly ComparedPlace[]
  /** What stands on each side: "version 1". */
  first: string
  second: string
}

/** How two texts differ, word by word, in the places where they do. */
export function Difference({ places, first, second }: DifferenceProps) {
  const changed = places.filter(({ pieces }) => pieces.some(({ side }) => side !== "both"))
  if (changed.length === 0) return <p className="soft">They say the same, to the comma.</p>
  return (
    <DataTable
      caption={`From ${first} to ${second}. Struck through: only in ${first}; underlined: only in ${second}.`}
      rows={changed}
      getRowKey={({ place }) => place}
      columns={[
        { id: "place", header: "Where", isRowHeader: true, render: ({ place }) => placeWords(place) },
        { id: "difference", header: "What differs", render: ({ pieces }) => <Pieces pieces={pieces} /> },
      ]}
    />
  )
}

function Pieces({ pieces }: Pick<ComparedPlace, "pieces">) {
  return (
    <p className={styles.difference}>
      {pieces.map(({ text, side }, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the pieces of a difference do not move
        if (side === "both") return <span key={index}>{text}</span>
        return side === "first" ? (
          <del key={index} className={styles.removed}>
            {text}
          </del>
        ) : (
          <ins key={index} className={styles.added}>
            {text}
          </ins>
        )
        // biome-ignore-end lint/suspicious/noArrayIndexKey: the pieces of a difference do not move
      })}
    </p>
  )
}

function placeWords(place: ComparedPlace["place"]): string {
  if (place === "subject") return "Subject"
  return place === "subjectWithoutDescription" ? "Subject without a description" : sectionWords[place].title
}
