import type { RowCounts } from "../count.ts"
import type { ByGrade, Summary } from "../summary.ts"

export type Disposition = Exclude<keyof RowCounts, "read">

/** The way from rows of the log to people, stage by stage; each number in the unit of its stage. */
export interface Flow {
  /** Rows of the log: every row that was read has one disposition. */
  rows: { read: number; byDisposition: { disposition: Disposition; rows: number }[] }
  /** Misbound events, each counted once. */
  events: { misbound: number }
  /** One owner, viewer, device and item each. */
  exposures: { total: number; inScope: number; outOfScope: number }
  /** Accounts by their worst exposure in scope, on either side; an account may stand on both. */
  owners: ByGrade
  viewers: ByGrade
  accounts: Summary["accounts"]
}

/** In the order in which the rules ask. */
const dispositions: readonly Disposition[] = [
  "ignored",
  "malformed",
  "out_of_window",
  "denied",
  "service",
  "unattributed",
  "unresolved",
  "legitimate",
  "duplicate",
  "misbound",
]

/** The numbers of the picture from log rows to owners and viewers. */
export function flow({ rows, exposures, owners, viewers, accounts }: Summary): Flow {
  return {
    rows: {
      read: rows.read,
      byDisposition: dispositions.map((disposition) => ({ disposition, rows: rows[disposition] })),
    },
    events: { misbound: rows.misbound },
    exposures: {
      total: exposures.total,
      inScope: exposures.in_scope,
      outOfScope: exposures.total - exposures.in_scope,
    },
    owners,
    viewers,
    accounts,
  }
}
