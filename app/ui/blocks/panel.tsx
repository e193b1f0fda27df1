import { type ReactNode, useId } from "react"
import { classes } from "../classes.ts"
import styles from "./panel.module.css"

interface PanelProps {
  title: string
  /** One line beneath the title: unit, source, what counts. */
  note?: ReactNode
  actions?: ReactNode
  /** The content goes from edge to edge, as tables do. */
  isFlush?: boolean | undefined
  level?: 2 | 3 | undefined
  children: ReactNode
}

export function Panel({ title, note, actions, isFlush, level = 2, children }: PanelProps) {
  const id = useId()
  const Heading = level === 2 ? "h2" : "h3"
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <div>
          <Heading id={id}>{title}</Heading>
          {note ? <div className={styles.note}>{note}</div> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      <div className={classes(styles.body, isFlush && styles.flush)}>{children}</div>
    </section>
  )
}
