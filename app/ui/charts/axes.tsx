import { figure } from "../../../lib/core/figure.ts"
import styles from "./chart.module.css"
import { Hatch } from "./chart.tsx"
import { type ChartGap, short, type TimeScale } from "./scales.ts"

interface TimeAxisProps {
  scale: TimeScale
  left: number
  right: number
  top: number
  bottom: number
}

/** Round times in UTC beneath, with faint lines up through the picture. */
export function TimeAxis({ scale, left, right, top, bottom }: TimeAxisProps) {
  return (
    <>
      {scale.ticks.map(({ at }) => (
        <path key={at} className={styles.grid} d={`M${short(at)} ${top}V${bottom}`} />
      ))}
      <path className={styles.rule} d={`M${left} ${bottom + 0.5}H${right}`} />
      {scale.ticks.map(({ at, words }) => (
        <text
          key={words + at}
          className={styles.axis}
          x={short(at)}
          y={bottom + 18}
          textAnchor={at > right - 18 ? "end" : at < left + 18 ? "start" : "middle"}
        >
          {words}
        </text>
      ))}
    </>
  )
}

interface ValueAxisProps {
  ground: number
  height: number
  end: number
  parts: number
  left: number
  right: number
}

/** Even values on the left, with lines across. */
export function ValueAxis({ ground, height, end, parts, left, right }: ValueAxisProps) {
  const values = Array.from({ length: parts + 1 }, (_, index) => (end / parts) * index)
  return values.map((value) => {
    const y = ground - (value / end) * height
    return (
      <g key={value}>
        <path className={value === 0 ? styles.rule : styles.grid} d={`M${left} ${short(y)}H${right}`} />
        <text className={styles.axis} x={left - 8} y={short(y + 4)} textAnchor="end">
          {figure(value)}
        </text>
      </g>
    )
  })
}

interface GapBandsProps {
  id: string
  gaps: readonly ChartGap[]
  scale: TimeScale
  top: number
  bottom: number
}

const kindWords: Record<string, string> = {
  declared: "declared gap",
  suspected: "suspected gap",
  confirmed: "confirmed gap",
  dismissed: "dismissed gap",
}

/** A kind of gap as people say it. */
export function gapWords(kind: string): string {
  return kindWords[kind] ?? `${kind} gap`
}

/** About as wide as a letter of the axes is. */
const LETTER = 6.6

/** The kind of a gap, unless the gap before it is so near that the words would run into each other. */
function wordsBeside(gap: ChartGap, gaps: readonly ChartGap[], scale: TimeScale): string | null {
  const words = gapWords(gap.kind)
  const isCrowded = gaps.some(
    ({ from }) => from < gap.from && scale.x(gap.from) - scale.x(from) < words.length * LETTER,
  )
  return isCrowded ? null : words
}

/** Hatched bands where the log is incomplete, each with its kind. */
export function GapBands({ id, gaps, scale, top, bottom }: GapBandsProps) {
  if (gaps.length === 0) return null
  return (
    <>
      <defs>
        <Hatch id={id} />
      </defs>
      {gaps.map((gap) => {
        const x = scale.x(gap.from)
        const width = Math.max(2, scale.x(gap.to) - x)
        const words = wordsBeside(gap, gaps, scale)
        return (
          <g key={`${gap.source} ${gap.from}`}>
            <rect fill={`url(#${id})`} x={short(x)} y={top} width={short(width)} height={bottom - top} />
            <path
              className={styles.gapEdge}
              d={`M${short(x)} ${top}V${bottom}M${short(x + width)} ${top}V${bottom}`}
            />
            {words === null ? null : (
              <text
                className={`${styles.axis} ${styles.halo}`}
                x={short(scale.hold(x + width / 2, words.length * LETTER * 0.5))}
                y={top - 6}
                textAnchor="middle"
              >
                {words}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}
