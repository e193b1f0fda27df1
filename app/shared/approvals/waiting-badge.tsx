import Link from "next/link"
import { figure } from "../../../lib/core/figure.ts"
import { APPROVALS_HREF } from "../addresses.ts"
import styles from "./approvals.module.css"

/** How much waits for this person, on every page; nothing where nothing does. */
export function WaitingBadge({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <Link className={styles.badge} href={APPROVALS_HREF}>
      Waiting for you: {figure(count)}
    </Link>
  )
}
