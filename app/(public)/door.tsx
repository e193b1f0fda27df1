import type { ReactNode } from "react"
import { ProductMark } from "../ui/shell/product-mark.tsx"
import styles from "./door.module.css"

/** The frame of every page before one is signed in. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <h1 className={styles.name}>
        <ProductMark />
        <span>Tocsin</span>
      </h1>
      {children}
    </main>
  )
}

/** A box of it. */
export const boxClass = styles.box
export const noteClass = styles.note
