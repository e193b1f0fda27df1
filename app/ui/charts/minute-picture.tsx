import { useId } from "react"
import { instantWords } from "../figures/instant-words.ts"
import { GapBands, TimeAxis, ValueAxis } from "./axes.tsx"
import styles from "./chart.module.css"
import { Picture } from "./chart.tsx"
import type { Act, Baseline, Bin } from "./minute-bins.ts"
import {
  apart,
  type ChartGap,
  roundUp,
  type Span,
  short,
  stepArea,
  type TimeScale,
  timeScale,
} from "./scales.ts"

interface MinutePictureProps {
  bins: readonly Bin[]
  window: Span
  baseline: Baseline | null
  gaps: readonly ChartGap[]
  acts: readonly Act[]
  label: string
  width: number
  ticksMax: number
}

/** One strip of the picture: what it counts, and where it stands. */
interface Strip {
  key: "all" | "tapped" | "viewed"
  words: string
  className: string | undefined
  ground: number
  height: number
  parts: number
}

const LEFT = 48
/** So far apart stand the numbers of acts. */
const ACT_APART = 21
const TOP = 56
const strips: Strip[] = [
  { key: "all", words: "All misbound", className: styles.misbound, ground: 224, height: 168, parts: 4 },
  { key: "tapped", words: "Tapped", className: styles.tapped, ground: 300, height: 44, parts: 1 },
  { key: "viewed", words: "Video viewed", className: styles.video, ground: 376, height: 44, parts: 1 },
]
const BOTTOM = 376

export function MinutePicture(props: MinutePictureProps) {
  const { bins, window, baseline, gaps, acts, label, width, ticksMax } = props
  const hatch = useId()
  const right = width - 4
  const scale = timeScale(window, LEFT, right, ticksMax)
  return (
    <Picture width={width} height={BOTTOM + 42} label={label}>
      <TimeAxis scale={scale} left={LEFT} right={right} top={TOP} bottom={BOTTOM} />
      {strips.map((strip) => (
        <StripOf key={strip.key} strip={strip} bins={bins} scale={scale} right={right} baseline={baseline} />
      ))}
      <GapBands id={hatch} gaps={gaps} scale={scale} top={TOP} bottom={BOTTOM} />
      {strips.map(({ key, words, ground, height }) => (
        <text
          key={key}
          className={`${styles.strong} ${styles.halo}`}
          x={LEFT + 6}
          y={key === "all" ? ground - height + 16 : ground - height - 6}
        >
          {words}
        </text>
      ))}
      <ActMarks acts={acts} scale={scale} right={right} />
      <text className={styles.axis} x="0" y="10">
        events per minute
      </text>
      <text className={styles.axis} x={right} y={BOTTOM + 38} textAnchor="end">
        {instantWords(new Date(window.from), "day")}, UTC
      </text>
    </Picture>
  )
}

/** What was done, by number: a line at its time, and a number that keeps clear of the others. */
function ActMarks({ acts, scale, right }: { acts: readonly Act[]; scale: TimeScale; right: number }) {
  const dots = apart(
    acts.map(({ at }) => scale.x(at)),
    ACT_APART,
    right,
  )
  return acts.map(({ at, label }, index) => {
    const [x, dot] = [short(scale.x(at)), short(dots[index] ?? 0)]
    return (
      <g key={`${at} ${label}`}>
        <path className={styles.act} d={`M${dot} ${TOP - 22}L${x} ${TOP - 8}V${BOTTOM}`} />
        <circle className={styles.actDot} cx={dot} cy={TOP - 30} r="9" />
        <text className={styles.actNumber} x={dot} y={TOP - 26} textAnchor="middle">
          {index + 1}
        </text>
      </g>
    )
  })
}

interface StripOfProps {
  strip: Strip
  bins: readonly Bin[]
  scale: TimeScale
  right: number
  baseline: Baseline | null
}

function StripOf({ strip, bins, scale, right, baseline }: StripOfProps) {
  const { key, className, ground, height, parts } = strip
  const most = bins.reduce(
    (max, bin) => Math.max(max, bin[key]),
    key === "all" ? (baseline?.perMinute ?? 0) : 0,
  )
  const end = roundUp(Math.max(parts, most))
  const columns = bins.map((bin) => ({
    from: scale.x(bin.fromMs),
    to: scale.x(bin.toMs),
    height: (bin[key] / end) * height,
  }))
  return (
    <>
      <ValueAxis {...{ ground, height, end, parts, right }} left={LEFT} />
      <path className={className} d={stepArea(columns, ground)} />
      {key === "all" && baseline ? (
        <BaselineMark rate={baseline.perMinute} end={end} ground={ground} height={height} right={right} />
      ) : null}
    </>
  )
}

interface BaselineMarkProps {
  rate: number
  end: number
  ground: number
  height: number
  right: number
}

function BaselineMark({ rate, end, ground, height, right }: BaselineMarkProps) {
  const y = short(ground - (rate / end) * height)
  return (
    <>
      <path className={styles.baseline} d={`M${LEFT} ${y}H${right}`} />
      <text className={`${styles.axis} ${styles.halo}`} x={right} y={short(Number(y) - 7)} textAnchor="end">
        baseline
      </text>
    </>
  )
}
