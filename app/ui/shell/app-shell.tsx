import Link from "next/link"
import type { ReactNode } from "react"
import styles from "./app-shell.module.css"
import { ProductMark } from "./product-mark.tsx"

interface AppShellProps {
  person: { name: string; role: string }
  /** Rooms of the installation, beside its incidents. */
  sections: readonly { href: string; label: string }[]
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
  const { person, sections, signOut, waiting, incident, rooms, children } = props
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
        {sections.length === 0 ? null : (
          <nav className={styles.sections} aria-label="Installation">
            {sections.map(({ href, label }) => (
              <Link key={href} className={styles.section} href={href}>
                {label}
              </Link>
            ))}
          </nav>
        )}
        {waiting ? <div className={styles.waiting}>{waiting}</div> : null}
        <div className={styles.person}>
          <span className={styles.name}>{person.name}</span>
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
