import { figure } from "../../../lib/core/figure.ts"
import styles from "./chart.module.css"
import { Picture } from "./chart.tsx"
import type { FlowData, FlowPart, FlowStages } from "./flow-stages.ts"
import { short } from "./scales.ts"

const WIDTH = 350
const ROW = 34
const HEADING = 50
const FUNNEL = 24

interface FlowNarrowProps {
  stages: FlowStages
  data: FlowData
  label: string
}

/** The same stages from top to bottom; the misbound stand last, where they lead on. */
export function FlowNarrow({ stages, data, label }: FlowNarrowProps) {
  const [misbound, ...others] = stages.dispositions
  const dispositions = misbound ? [...others, misbound] : others
  const heightOf = (parts: readonly FlowPart[]) => HEADING + parts.length * ROW
  const exposuresY = heightOf(dispositions) + FUNNEL
  const ownersY = exposuresY + heightOf(stages.exposures) + 12
  const viewersY = ownersY + heightOf(stages.owners) + 12
  const { rows, exposures, owners, viewers } = data
  return (
    <Picture width={WIDTH} height={viewersY + heightOf(stages.viewers)} label={label}>
      <Stage y={0} number={rows.read} unit="rows" words="of the log, read" parts={dispositions} />
      <Funnel part={misbound} parts={dispositions} y={exposuresY - FUNNEL} />
      <Stage
        y={exposuresY}
        number={exposures.inScope}
        unit="exposures"
        words="in scope"
        parts={stages.exposures}
      />
      <Stage
        y={ownersY}
        number={owners.total}
        unit="owners"
        words="whose footage others received"
        parts={stages.owners}
      />
      <Stage
        y={viewersY}
        number={viewers.total}
        unit="viewers"
        words="who received footage of others"
        parts={stages.viewers}
      />
    </Picture>
  )
}

interface StageProps {
  y: number
  number: number
  unit: string
  words: string
  parts: readonly FlowPart[]
}

function Stage({ y, number, unit, words, parts }: StageProps) {
  return (
    <>
      <text className={styles.big} x="0" y={y + 18}>
        {figure(number)} {unit}
      </text>
      <text className={styles.quietText} x="0" y={y + 36}>
        {words}
      </text>
      {parts.map((part, index) => (
        <g key={part.key} transform={`translate(0 ${y + HEADING + index * ROW})`}>
          <text x="0" y="14">
            {part.words}
          </text>
          <text className={styles.strong} x={WIDTH} y="14" textAnchor="end">
            {figure(part.count)}
          </text>
          <rect className={styles[part.tone]} x="0" y="20" width={short(widthOf(part, parts))} height="6" />
        </g>
      ))}
    </>
  )
}

/** From the bar of the misbound to the whole width of what is made of them. */
function Funnel({ part, parts, y }: { part: FlowPart | undefined; parts: readonly FlowPart[]; y: number }) {
  if (!part || part.count === 0) return null
  const from = short(widthOf(part, parts))
  return <path className={styles.flowMisbound} d={`M0 ${y - 8}H${from}L${WIDTH} ${y + FUNNEL - 4}H0Z`} />
}

function widthOf({ count }: FlowPart, parts: readonly FlowPart[]): number {
  const most = Math.max(1, ...parts.map((one) => one.count))
  return count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * WIDTH)
}
