import type { ReactNode } from "react"
import styles from "./page-header.module.css"

interface PageHeaderProps {
  title: string
  /** Short facts, each with its unit: window, revision, who declared it. */
  facts?: readonly ReactNode[]
  /** A Breadcrumbs. */
  trail?: ReactNode
  actions?: ReactNode
  /** Marks beside the title. */
  marks?: ReactNode
}

export function PageHeader({ title, facts = [], trail, actions, marks }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      {trail}
      <div className={styles.line}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {marks}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {facts.length === 0 ? null : (
        <ul className={styles.facts}>
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a page do not move
            <li key={index}>{fact}</li>
          ))}
        </ul>
      )}
    </header>
  )
}
