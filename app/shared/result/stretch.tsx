import { Instant } from "../../ui/figures/instant.tsx"
import type { Precision } from "../../ui/figures/instant-words.ts"

interface StretchProps {
  from: string
  to: string
  precision?: Precision
}

/** A stretch of time in one line, for a column whose head says UTC. */
export function Stretch({ from, to, precision = "minute" }: StretchProps) {
  return (
    <span className="nowrap">
      <Instant at={from} precision={precision} isBare /> to <Instant at={to} precision={precision} isBare />
    </span>
  )
}
