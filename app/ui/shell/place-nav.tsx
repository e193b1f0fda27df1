"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import styles from "./app-shell.module.css"

export interface Place {
  href: string
  label: string
}

/** The places of the console. The one that leads to this page is the current one; an incident's rooms belong to none. */
export function PlaceNav({ places }: { places: readonly Place[] }) {
  const path = usePathname()
  return (
    <nav aria-label="Places" className={styles.places}>
      {places.map(({ href, label }) => (
        <Link key={href} href={href} aria-current={isCurrent(path, href) ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}

function isCurrent(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`))
}
