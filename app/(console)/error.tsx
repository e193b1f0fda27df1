"use client"

import { Trouble, type TroubleProps } from "../shared/trouble.tsx"
import styles from "./error.module.css"

/** Where not even the frame of a page could be made. */
export default function ConsoleError(props: TroubleProps) {
  return (
    <main className={styles.page}>
      <h1>Tocsin</h1>
      <Trouble {...props} />
    </main>
  )
}
