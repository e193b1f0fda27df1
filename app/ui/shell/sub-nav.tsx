import Link from "next/link"
import styles from "./sub-nav.module.css"

interface SubNavProps {
  label: string
  pages: readonly { href: string; label: string }[]
  /** The address of the page that this is. */
  current: string
}

/** The pages of one room, side by side. */
export function SubNav({ label, pages, current }: SubNavProps) {
  return (
    <nav aria-label={label} className={styles.nav}>
      <ul className={styles.list}>
        {pages.map(({ href, label: page }) => (
          <li key={href}>
            <Link className={styles.page} href={href} aria-current={href === current ? "page" : undefined}>
              {page}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
