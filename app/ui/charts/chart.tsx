import type { ReactNode } from "react"
import { Disclosure } from "../blocks/disclosure.tsx"
import styles from "./chart.module.css"

interface ChartProps {
  title: string
  /** What is drawn, in which unit and scale. */
  note: ReactNode
  legend?: ReactNode
  /** The same picture for wide and for narrow room; type keeps its size in both. */
  wide: ReactNode
  narrow: ReactNode
  /** What belongs to the picture in words: the acts that it marks. */
  below?: ReactNode
  /** The same data as a table. */
  table: ReactNode
}

/** The frame of every chart: its caption, its picture for the room that there is, and its data as a table. */
export function Chart({ title, note, legend, wide, narrow, below, table }: ChartProps) {
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
        <span className={styles.note}>{note}</span>
      </figcaption>
      {legend}
      <div className={styles.wide}>{wide}</div>
      <div className={styles.narrow}>{narrow}</div>
      {below}
      <Disclosure summary="Show as table">{table}</Disclosure>
    </figure>
  )
}

interface PictureProps {
  width: number
  height: number
  /** What a reader who does not see the picture must know. */
  label: string
  children: ReactNode
}

export function Picture({ width, height, label, children }: PictureProps) {
  return (
    <svg className={styles.picture} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {children}
    </svg>
  )
}

/** The hatching of stretches that the log does not cover; its id must be the picture's own. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className={styles.hatchGround} width="6" height="6" />
      <path className={styles.hatchLine} d="M0 0V6" />
    </pattern>
  )
}

interface LegendProps {
  entries: readonly { key: "misbound" | "tapped" | "video" | "baseline" | "gap" | "act"; words: string }[]
}

export function Legend({ entries }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ key, words }) => (
        <li key={words}>
          <svg viewBox="0 0 20 12" width="20" height="12" aria-hidden="true" focusable="false">
            <Swatch of={key} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}

function Swatch({ of }: { of: LegendProps["entries"][number]["key"] }) {
  if (of === "baseline") return <path className={styles.baseline} d="M0 6H20" />
  if (of === "act") return <path className={styles.act} d="M10 0V12" />
  if (of === "gap")
    return (
      <>
        <rect className={styles.gapEdge} x=".5" y=".5" width="19" height="11" />
        <path className={styles.hatchLine} d="M4 11 14 1M9 11 19 1M1 9 9 1" />
      </>
    )
  return <rect className={styles[of]} x="0" y="1" width="20" height="10" />
}
