import type { ReactNode } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { Disclosure } from "../blocks/disclosure.tsx"
import { classes } from "../classes.ts"
import styles from "./figure.module.css"
import { percent } from "./share.tsx"

interface FigureProps {
  value: number
  /** What is counted: "viewers", "owners", "accounts". */
  unit: string
  /** What the number says of them: "received footage of others". */
  label: ReactNode
  /** Of how many, with their unit. */
  whole?: { value: number; unit: string } | undefined
  /** At least and at most, where something must be presumed. */
  bounds?: { lower: number; upper: number } | undefined
  /** Parts of the number, each with its own mark or words. */
  parts?: readonly { label: ReactNode; value: number }[] | undefined
  /** How it is counted, in a sentence or two. */
  definition?: ReactNode
  isLarge?: boolean | undefined
}

/** One number that decides something, with its unit, its denominator and its bounds. */
export function Figure(props: FigureProps) {
  const { value, unit, label, whole, bounds, parts = [], definition, isLarge } = props
  return (
    <div className={classes(styles.figure, isLarge && styles.large)}>
      <p className={styles.number}>
        <span className={styles.value}>{figure(value)}</span> <span className={styles.unit}>{unit}</span>
      </p>
      <p className={styles.label}>{label}</p>
      {whole && whole.value > 0 ? (
        <p className={styles.whole}>
          {percent(value / whole.value)} of {figure(whole.value)} {whole.unit}
        </p>
      ) : null}
      {bounds && bounds.lower !== bounds.upper ? (
        <p className={styles.bounds}>
          at least <b>{figure(bounds.lower)}</b>, at most <b>{figure(bounds.upper)}</b>
        </p>
      ) : null}
      {parts.length === 0 ? null : <Parts parts={parts} />}
      {definition ? (
        <Disclosure summary="How it is counted">
          <div className={styles.definition}>{definition}</div>
        </Disclosure>
      ) : null}
    </div>
  )
}

function Parts({ parts }: { parts: NonNullable<FigureProps["parts"]> }) {
  return (
    <dl className={styles.parts}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a figure do not move
        <div key={index} className={styles.part}>
          <dt>{part.label}</dt>
          <dd>{figure(part.value)}</dd>
        </div>
      ))}
    </dl>
  )
}
