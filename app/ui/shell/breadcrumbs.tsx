import Link from "next/link"
import styles from "./breadcrumbs.module.css"

interface Crumb {
  label: string
  /** Absent for the page itself, which is the last one. */
  href?: string | undefined
}

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className={styles.nav}>
      <ol className={styles.list}>
        {crumbs.map(({ label, href }) => (
          <li key={`${href} ${label}`}>
            {href ? <Link href={href}>{label}</Link> : <span aria-current="page">{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
