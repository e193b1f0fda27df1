import type { ReactNode } from "react"
import styles from "./empty-state.module.css"

interface EmptyStateProps {
  /** What there is none of, as a sentence. */
  title: string
  /** What to do about it. */
  children: ReactNode
  actions?: ReactNode
}

export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      <div className={styles.text}>{children}</div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  )
}
