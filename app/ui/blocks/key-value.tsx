import type { ReactNode } from "react"
import styles from "./key-value.module.css"

interface KeyValueProps {
  pairs: readonly { key: string; value: ReactNode }[]
}

export function KeyValue({ pairs }: KeyValueProps) {
  return (
    <dl className={styles.list}>
      {pairs.map(({ key, value }) => (
        <div key={key} className={styles.pair}>
          <dt className={styles.key}>{key}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
