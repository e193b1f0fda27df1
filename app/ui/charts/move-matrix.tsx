import { figure } from "../../../lib/core/figure.ts"
import { groupWords } from "../../../lib/core/notice-words.ts"
import { classes } from "../classes.ts"
import { type Group, GroupMark } from "../marks/exposure-marks.tsx"
import { TableScroll } from "../table/data-table.tsx"
import tableStyles from "../table/table.module.css"
import styles from "./move-matrix.module.css"

interface MoveMatrixProps {
  /** The older and the newer: "Revision 1", "Revision 2". */
  from: string
  to: string
  /** Accounts by their group in both; pairs without accounts may be left out. */
  moves: readonly { from: Group; to: Group; accounts: number }[]
}

/** Gravest first: what stands right of the diagonal became milder. */
const order: Group[] = [
  "owner_video",
  "owner_tapped",
  "owner_shown",
  "viewer_only",
  "undetermined",
  "unaffected",
]

/** Who moved between groups from one revision to another; those that stayed stand on the diagonal, in grey. */
export function MoveMatrix({ from, to, moves }: MoveMatrixProps) {
  const count = (a: Group, b: Group) =>
    moves.reduce((sum, move) => sum + (move.from === a && move.to === b ? move.accounts : 0), 0)
  const total = (row: Group) => order.reduce((sum, column) => sum + count(row, column), 0)
  return (
    <TableScroll label={`Accounts by group in ${from} and ${to}`}>
      <table className={classes(tableStyles.table, styles.matrix)}>
        <caption className={tableStyles.caption}>
          Accounts by their group in {from} (rows) and {to} (columns). ▲ graver than before, ▼ milder.
        </caption>
        <thead>
          <tr>
            <th scope="col">
              {from} ↓ / {to} →
            </th>
            {order.map((group) => (
              <th key={group} scope="col" className={tableStyles.numeric}>
                {groupWords[group]}
              </th>
            ))}
            <th scope="col" className={tableStyles.numeric}>
              All of {from}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.map((row, rowIndex) => (
            <tr key={row}>
              <th scope="row">
                <GroupMark group={row} />
              </th>
              {order.map((column, columnIndex) => (
                <MoveCell key={column} count={count(row, column)} step={columnIndex - rowIndex} />
              ))}
              <td className={classes(tableStyles.numeric, styles.sum)}>{figure(total(row))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

function MoveCell({ count, step }: { count: number; step: number }) {
  const isStay = step === 0
  const hasMoved = count > 0 && !isStay
  const looks = hasMoved ? (step < 0 ? styles.graver : styles.milder) : isStay ? styles.stay : styles.none
  return (
    <td className={classes(tableStyles.numeric, looks)}>
      {hasMoved ? <span aria-hidden="true">{step < 0 ? "▲ " : "▼ "}</span> : null}
      {count === 0 && !isStay ? "–" : figure(count)}
      {hasMoved ? <span className="visually-hidden">{step < 0 ? " graver" : " milder"}</span> : null}
    </td>
  )
}
