import type { ReactNode } from "react"
import { classes } from "../classes.ts"
import styles from "./mark.module.css"
import { type Shape, shapes } from "./shapes.tsx"

export type Tone = "video" | "tapped" | "shown" | "accent" | "caution" | "error" | "done" | "quiet"

interface MarkProps {
  shape: Shape
  tone: Tone
  isBoxed?: boolean | undefined
  isStrong?: boolean | undefined
  children: ReactNode
}

/** A word and a shape, and only then a colour. */
export function Mark({ shape, tone, isBoxed, isStrong, children }: MarkProps) {
  return (
    <span className={classes(styles.mark, styles[tone], isBoxed && styles.boxed, isStrong && styles.strong)}>
      {shapes[shape]}
      <span>{children}</span>
    </span>
  )
}
