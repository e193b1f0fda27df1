import { figure } from "../../../lib/core/figure.ts"
import styles from "./chart.module.css"
import { Picture } from "./chart.tsx"
import { BAR, type Bar, columns, flowLayout, type Ribbon, TOP } from "./flow-layout.ts"
import type { FlowData, FlowStages, FlowTone } from "./flow-stages.ts"
import { short } from "./scales.ts"

const WIDTH = 920

export const flowClass: Record<FlowTone, string | undefined> = {
  quiet: styles.flowQuiet,
  misbound: styles.flowMisbound,
  video: styles.flowVideo,
  tapped: styles.flowTapped,
  shown: styles.flowShown,
}

interface FlowWideProps {
  stages: FlowStages
  data: FlowData
  label: string
}

export function FlowWide({ stages, data, label }: FlowWideProps) {
  const layout = flowLayout(stages)
  const [misbound, ...others] = layout.dispositions
  const outOfScope = data.exposures.total - data.exposures.inScope
  return (
    <Picture width={WIDTH} height={Math.ceil(layout.height)} label={label}>
      {layout.ribbons.map((ribbon) => (
        <path key={pathOf(ribbon)} className={flowClass[ribbon.tone]} d={pathOf(ribbon)} />
      ))}
      <rect
        className={styles.quiet}
        x={columns.read}
        y={layout.read.y}
        width={BAR}
        height={layout.read.height}
      />
      <Heading x={columns.read} y={0} number={stages.read} unit="rows" words="of the log, read" />
      <Heading
        x={columns.dispositions}
        y={0}
        number={data.rows.misbound}
        unit="events"
        words="misbound: to the wrong person"
      />
      {misbound ? <rect className={styles.misbound} {...box(misbound, columns.dispositions)} /> : null}
      <Bars bars={others} x={columns.dispositions} unit="rows" />
      <Heading
        x={columns.exposures}
        y={0}
        number={data.exposures.inScope}
        unit="exposures"
        words={outOfScope > 0 ? `in scope; ${figure(outOfScope)} more are not` : "in scope"}
      />
      {layout.exposures.map((bar) => (
        <rect key="in scope" className={styles.misbound} {...box(bar, columns.exposures)} />
      ))}
      <Heading
        x={columns.people}
        y={0}
        number={data.owners.total}
        unit="owners"
        words="whose footage others received"
      />
      <Bars bars={layout.owners} x={columns.people} unit="owners:" />
      <Heading
        x={columns.people}
        y={layout.viewersTop - TOP}
        number={data.viewers.total}
        unit="viewers"
        words="who received footage of others"
      />
      <Bars bars={layout.viewers} x={columns.people} unit="viewers:" />
    </Picture>
  )
}

interface HeadingProps {
  x: number
  y: number
  number: number
  unit: string
  words: string
}

function Heading({ x, y, number, unit, words }: HeadingProps) {
  return (
    <>
      <text className={styles.big} x={x} y={y + 18}>
        {figure(number)} {unit}
      </text>
      <text className={styles.quietText} x={x} y={y + 37}>
        {words}
      </text>
    </>
  )
}

function Bars({ bars, x, unit }: { bars: readonly Bar[]; x: number; unit: string }) {
  return bars.map((bar) => (
    <g key={bar.part.key}>
      <rect className={styles[bar.part.tone]} {...box(bar, x)} />
      <text x={x + BAR + 8} y={short(bar.wordsY + 4.5)}>
        <tspan className={styles.strong}>{figure(bar.part.count)}</tspan>
        <tspan className={styles.soft}>
          {" "}
          {unit} {bar.part.words}
        </tspan>
      </text>
    </g>
  ))
}

function box({ y, height }: Bar, x: number) {
  return { x, y: short(y), width: BAR, height: short(height) }
}

function pathOf({ from, to, bend }: Ribbon): string {
  const bendX = from.x + (to.x - from.x) * bend
  const curve = (x: number, y: number, before: number) =>
    `C${short(bendX)} ${short(before)} ${short(bendX)} ${short(y)} ${x} ${short(y)}`
  return `M${from.x} ${short(from.top)}${curve(to.x, to.top, from.top)}V${short(to.bottom)}${curve(from.x, from.bottom, to.bottom)}Z`
}
