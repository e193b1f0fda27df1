import type { ReactNode } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { groupWords } from "../../../lib/core/notice-words.ts"
import { classes } from "../classes.ts"
import { type Group, GroupMark } from "../marks/exposure-marks.tsx"
import { TableScroll } from "../table/data-table.tsx"
import tableStyles from "../table/table.module.css"
import matrixStyles from "./move-matrix.module.css"
import styles from "./told-matrix.module.css"

export interface ToldCell {
  /** What the person was told last; null: nothing yet. */
  told: Group | null
  now: Group
  people: number
  /** What they get, in words; null: nothing. */
  gets: string | null
  direction: "first" | "up" | "down" | null
}

/** Gravest first. */
const order: Group[] = [
  "owner_video",
  "owner_tapped",
  "owner_shown",
  "viewer_only",
  "undetermined",
  "unaffected",
]

/** What people were told against what is known now, with what they get. */
export function ToldMatrix({ cells }: { cells: readonly ToldCell[] }) {
  const of = (told: Group | null, now: Group) =>
    cells.filter((cell) => cell.told === told && cell.now === now)
  const sum = (some: readonly ToldCell[]) => some.reduce((total, { people }) => total + people, 0)
  const rows = [null, ...order].filter((told) => told === null || cells.some((cell) => cell.told === told))
  return (
    <TableScroll label="People by what they were told and what is known now">
      <table className={classes(tableStyles.table, matrixStyles.matrix, styles.matrix)}>
        <caption className={tableStyles.caption}>
          People by what they were told last (rows) and what is known now (columns), with what they get. ▲
          graver than they were told, ▼ milder.
        </caption>
        <thead>
          <tr>
            <th scope="col">Told ↓ / now →</th>
            {order.map((group) => (
              <th key={group} scope="col" className={tableStyles.numeric}>
                {groupWords[group]}
              </th>
            ))}
            <th scope="col" className={tableStyles.numeric}>
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((told) => (
            <tr key={told ?? "nothing"}>
              <th scope="row">{told === null ? "Nothing yet" : <GroupMark group={told} />}</th>
              {order.map((now) => (
                <Cell key={now} cells={of(told, now)} />
              ))}
              <td className={classes(tableStyles.numeric, matrixStyles.sum)}>
                {figure(sum(cells.filter((cell) => cell.told === told)))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>All</td>
            {order.map((now) => (
              <td key={now} className={tableStyles.numeric}>
                {figure(sum(cells.filter((cell) => cell.now === now)))}
              </td>
            ))}
            <td className={tableStyles.numeric}>{figure(sum(cells))}</td>
          </tr>
        </tfoot>
      </table>
    </TableScroll>
  )
}

function Cell({ cells }: { cells: readonly ToldCell[] }) {
  const people = cells.reduce((total, cell) => total + cell.people, 0)
  if (people === 0) return <td className={classes(tableStyles.numeric, matrixStyles.none)}>–</td>
  const direction = cells.find((cell) => cell.direction !== null)?.direction ?? null
  return (
    <td className={classes(tableStyles.numeric, direction === null ? matrixStyles.stay : looks[direction])}>
      {marks[direction ?? "first"]}
      {figure(people)}
      {cells.map(({ gets, people: some }) => (
        <span key={gets} className={styles.gets}>
          {cells.length > 1 ? `${figure(some)}: ` : null}
          {gets ?? "nothing"}
        </span>
      ))}
    </td>
  )
}

const looks = { first: styles.first, up: matrixStyles.graver, down: matrixStyles.milder }

const marks: Record<"first" | "up" | "down", ReactNode> = {
  first: null,
  up: <span aria-hidden="true">▲ </span>,
  down: <span aria-hidden="true">▼ </span>,
}
