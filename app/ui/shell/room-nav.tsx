"use client"

import Link from "next/link"
import { usePathname, useSearchParams } from "next/navigation"
import { useEffect, useRef } from "react"
import { figure } from "../../../lib/core/figure.ts"
import styles from "./room-nav.module.css"

export interface Room {
  href: string
  label: string
  /** Shown as a badge; `countOf` says of what, for those who do not see where it stands. */
  count?: number | undefined
  countOf?: string | undefined
  /** Of which revision the count is; on pages of another one it is not shown. */
  countRevision?: number | undefined
  /** The count waits for somebody. */
  isWaiting?: boolean | undefined
}

interface RoomNavProps {
  label: string
  rooms: readonly Room[]
  /** Search parameters that stay when the room is changed, such as `revision`. */
  keep?: readonly string[]
}

/** The rooms of an incident; the room of the longest address that leads to this page is the current one. */
export function RoomNav({ label, rooms, keep = [] }: RoomNavProps) {
  const path = usePathname()
  const search = useSearchParams()
  const kept = new URLSearchParams()
  for (const name of keep) {
    const value = search.get(name)
    if (value !== null) kept.set(name, value)
  }
  const query = kept.size === 0 ? "" : `?${kept}`
  const current = rooms
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .reduce((longest, { href }) => (href.length > longest.length ? href : longest), "")
  const nav = useRef<HTMLElement>(null)
  // On a phone the rooms stand in one line that scrolls: bring the current one into it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current room decides where to scroll
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>("[aria-current=page]")
    if (nav.current && link) nav.current.scrollLeft = link.offsetLeft - nav.current.clientWidth / 3
  }, [current])
  return (
    <nav ref={nav} className={styles.nav} aria-label={label}>
      <ul className={styles.list}>
        {rooms.map((room) => (
          <li key={room.href}>
            <Link
              className={styles.room}
              href={`${room.href}${query}`}
              aria-current={room.href === current ? "page" : undefined}
            >
              <span>{room.label}</span>
              {room.count === undefined || isOfAnother(room, search.get("revision")) ? null : (
                <RoomCount room={room} count={room.count} />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function isOfAnother({ countRevision }: Room, revision: string | null): boolean {
  return countRevision !== undefined && revision !== null && revision !== String(countRevision)
}

function RoomCount({ room, count }: { room: Room; count: number }) {
  return (
    <span className={room.isWaiting ? styles.waiting : styles.count}>
      {figure(count)}
      {room.countOf ? <span className="visually-hidden"> {room.countOf}</span> : null}
    </span>
  )
}
