import type { ReactNode } from "react"
import { ChevronIcon } from "../icons.tsx"
import styles from "./disclosure.module.css"

interface DisclosureProps {
  summary: ReactNode
  isOpen?: boolean | undefined
  children: ReactNode
}

/** Native details: works without scripts, and search in the page opens it. */
export function Disclosure({ summary, isOpen, children }: DisclosureProps) {
  return (
    <details className={styles.details} open={isOpen}>
      <summary className={styles.summary}>
        <ChevronIcon className={styles.chevron} />
        <span>{summary}</span>
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  )
}
