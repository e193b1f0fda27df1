import { identifier } from "../../core/sql.ts"
import type { CompiledRecord, Fault } from "../mapping/compile.ts"

export interface RelationShape {
  /** SQL of the relation with the records' cells. */
  cells: string
  /** Columns of it to hand on as they are. */
  passed: readonly string[]
  compiled: CompiledRecord
  /** Conditions under which a record has no cells at all; they come before any rule. */
  broken: readonly Fault[]
}

/**
 * The SELECT that makes canonical rows, good and malformed ones alike, of a relation of cells. Its columns: those
 * passed, the canonical ones, is_ignored, is_malformed, is_unreadable (malformed for a cause that time, action and
 * outcome do not show), reason (why malformed), unreadable_cells (how many were left out), and a column
 * for each fault and each cell, so that a scan can ask for one of them alone.
 */
export function canonicalRows({ cells, passed, compiled, broken }: RelationShape): string {
  const { columns, faults, unreadableCells = [] } = compiled
  const values = Object.entries(columns).map(([name, sql]) => `${sql} AS ${identifier(name)}`)
  const names = Object.keys(columns).map(identifier)
  const isIgnored =
    compiled.isIgnored === "false" ? "false" : "(NOT is_broken AND coalesce(rule_ignores, false))"
  const unless = (condition: string) =>
    isIgnored === "false"
      ? `(is_broken OR ${condition})`
      : `(is_broken OR (NOT ${isIgnored} AND ${condition}))`
  const faultColumns = faults.map(({ when }, index) => `coalesce(${when}, false) AS fault_${index}`)
  const cellColumns = unreadableCells.map((sql, index) => `coalesce(${sql}, false) AS unreadable_${index}`)
  const cellCount = unreadableCells.map((sql) => `coalesce(${sql}, false)::INTEGER`).join(" + ") || "0"
  const inOrder = [...broken, ...faults].map(
    ({ when, reason }) => `WHEN coalesce(${when}, false) THEN ${reason}`,
  )
  // Why a record is malformed is only put into words for those that are.
  return `
SELECT ${[...passed, ...names].join(", ")}, is_ignored, is_malformed, is_unreadable,
  ${inOrder.length > 0 ? `CASE WHEN is_malformed THEN CASE ${inOrder.join(" ")} END END` : "NULL::VARCHAR"} AS reason,
  ${cellCount} AS unreadable_cells
  ${[...faultColumns, ...cellColumns].map((column) => `, ${column}`).join("")}
FROM (
  SELECT *, ${isIgnored} AS is_ignored,
    ${unless(anyOf(faults))} AS is_malformed,
    ${unless(anyOf(faults.filter(({ isGathered }) => !isGathered)))} AS is_unreadable
  FROM (SELECT *, ${anyOf(broken)} AS is_broken, ${compiled.isIgnored} AS rule_ignores, ${values.join(", ")} FROM (${cells}))
)`
}

function anyOf(faults: readonly Fault[]): string {
  return faults.length === 0
    ? "false"
    : `coalesce(${faults.map(({ when }) => `(${when})`).join(" OR ")}, false)`
}
