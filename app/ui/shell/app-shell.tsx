import Link from "next/link"
import type { ReactNode } from "react"
import styles from "./app-shell.module.css"
import { ProductMark } from "./product-mark.tsx"

interface AppShellProps {
  person: { name: string; role: string }
  /** A PlaceNav. */
  places: ReactNode
  signOut: ReactNode
  /** What waits for this person, as a link. */
  waiting?: ReactNode
  /** The name of the incident, or a switch between incidents. */
  incident?: ReactNode
  /** A RoomNav; without it the content takes the whole width. */
  rooms?: ReactNode
  children: ReactNode
}

export function AppShell(props: AppShellProps) {
  const { person, places, signOut, waiting, incident, rooms, children } = props
  return (
    <div className={rooms ? styles.withRooms : styles.shell}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <header className={styles.bar}>
        <Link className={styles.product} href="/">
          <ProductMark />
          <span>Tocsin</span>
        </Link>
        <div className={styles.incident}>{incident}</div>
        {places}
        {waiting ? <div className={styles.waiting}>{waiting}</div> : null}
        <div className={styles.person}>
          <Link className={styles.name} href="/account" title="Your account">
            {person.name}
          </Link>
          <span className={styles.role}>{person.role}</span>
          {signOut}
        </div>
      </header>
      {rooms ? <div className={styles.rooms}>{rooms}</div> : null}
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
