import { useId } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { percent } from "../figures/share.tsx"
import { DataTable } from "../table/data-table.tsx"
import styles from "./chart.module.css"
import { Chart, Hatch, Picture } from "./chart.tsx"
import { roundUp, short } from "./scales.ts"

interface BoundsBarProps {
  title: string
  /** "owners", "viewers", "accounts". */
  unit: string
  lower: number
  upper: number
  total: number
}

/** At least and at most, first against all accounts, then enlarged as far as is needed to tell them apart. */
export function BoundsBar({ title, unit, lower, upper, total }: BoundsBarProps) {
  const end = Math.min(total, roundUp(upper * 1.1))
  const label = `${title}: at least ${figure(lower)} and at most ${figure(upper)} ${unit}, of ${figure(total)} accounts.`
  const share = (count: number) => (total === 0 ? "–" : percent(count / total))
  const isEnlarged = end < total / 2
  const note = isEnlarged
    ? `The upper line is all ${figure(total)} accounts; the lower one is its first ${share(end)}, enlarged.`
    : `Of ${figure(total)} accounts.`
  const picture = (width: number) => (
    <BoundsPicture {...{ lower, upper, total, end, width, label, unit, isEnlarged }} />
  )
  return (
    <Chart
      title={title}
      note={note}
      wide={picture(920)}
      narrow={picture(350)}
      table={
        <DataTable
          caption={title}
          isCaptionHidden
          rows={[
            { words: "At least, as the log shows", count: lower },
            { words: "At most, with what must be presumed", count: upper },
            { words: "All accounts", count: total },
          ]}
          getRowKey={({ words }) => words}
          columns={[
            { id: "bound", header: "Bound", isRowHeader: true, render: ({ words }) => words },
            { id: "count", header: "Accounts", isNumeric: true, render: ({ count }) => figure(count) },
            { id: "share", header: "Of all accounts", isNumeric: true, render: ({ count }) => share(count) },
          ]}
        />
      }
    />
  )
}

interface BoundsPictureProps extends Omit<BoundsBarProps, "title"> {
  end: number
  width: number
  label: string
  isEnlarged: boolean
}

function BoundsPicture(props: BoundsPictureProps) {
  const { lower, upper, total, end, width, label, unit, isEnlarged } = props
  const id = useId()
  const x = (count: number, whole: number) => (whole === 0 ? 0 : (count / whole) * width)
  const top = isEnlarged ? 56 : 24
  const sure = x(lower, end)
  const most = x(upper, end)
  const isOne = lower === upper
  return (
    <Picture width={width} height={top + 46} label={label}>
      <defs>
        <Hatch id={id} />
      </defs>
      {isEnlarged ? (
        <>
          <rect className={styles.flowQuiet} x="0" y="0" width={width} height="6" />
          <rect
            className={styles.misbound}
            x="0"
            y="0"
            width={short(Math.max(1.5, x(upper, total)))}
            height="6"
          />
          <path
            className={styles.flowQuiet}
            d={`M0 8H${short(Math.max(1.5, x(end, total)))}L${width} ${top - 24}H0Z`}
          />
        </>
      ) : null}
      <text x="0" y={top - 6} className={styles.strong}>
        {isOne ? `${figure(lower)} ${unit}` : `at least ${figure(lower)}`}
      </text>
      {isOne ? null : (
        <text x={width} y={top - 6} className={styles.strong} textAnchor="end">
          at most {figure(upper)}
        </text>
      )}
      <rect className={styles.flowQuiet} x="0" y={top} width={width} height="16" />
      <rect
        className={styles.rangeSure}
        x="0"
        y={top}
        width={short(Math.max(lower > 0 ? 2 : 0, sure))}
        height="16"
      />
      <rect
        className={styles.rangeOpen}
        fill={`url(#${id})`}
        x={short(sure)}
        y={top + 0.5}
        width={short(Math.max(0, most - sure))}
        height="15"
      />
      <path className={styles.rule} d={`M0 ${top + 22}H${width}`} />
      {[0, 0.5, 1].map((part) => (
        <text
          key={part}
          className={styles.axis}
          x={part * width}
          y={top + 38}
          textAnchor={part === 0 ? "start" : part === 1 ? "end" : "middle"}
        >
          {figure(Math.round(part * end))} {part === 1 ? "accounts" : null}
        </text>
      ))}
    </Picture>
  )
}
