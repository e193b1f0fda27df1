import { figure } from "../../../lib/core/figure.ts"
import { DataTable } from "../table/data-table.tsx"
import { ValueAxis } from "./axes.tsx"
import styles from "./chart.module.css"
import { Chart, Legend, Picture } from "./chart.tsx"
import { roundUp, short } from "./scales.ts"

/** What one wave brings back to the login. */
export interface ForecastWave {
  name: string
  subjects: number
  fromS: number
  toS: number
  loginsPerSecond: number
  /** At the moment at which a cut-off for many is set; 0 where none is. */
  atOnce: number
}

interface LoginForecastProps {
  waves: readonly ForecastWave[]
  /** Logins a second that the login takes. */
  possible: number
  /** In the worst second of the waves. */
  peak: number
}

/** If everybody comes back at once: logins a second, wave by wave, against what is possible. */
export function LoginForecast(props: LoginForecastProps) {
  const { waves, possible, peak } = props
  const atOnce = Math.max(0, ...waves.map((wave) => wave.atOnce))
  const burst =
    atOnce > 0
      ? ` At the moment of a cut-off up to ${figure(atOnce)} logins come at once, which is ${times(atOnce, possible)} what is possible in a second.`
      : ""
  const label = `Up to ${figure(peak)} logins come in the worst second, of ${figure(possible)} that are possible.${burst}`
  return (
    <Chart
      title="Logins a second, if everybody comes back at once"
      note={`${label} Seconds since the first wave began; gates are not drawn.`}
      legend={
        <Legend
          entries={[
            { key: "misbound", words: "Logins of a wave" },
            { key: "baseline", words: "Possible" },
            ...(atOnce > 0 ? [{ key: "act" as const, words: "Logins at once, at a cut-off" }] : []),
          ]}
        />
      }
      wide={<ForecastPicture {...props} width={920} label={label} />}
      narrow={<ForecastPicture {...props} width={350} label={label} />}
      table={<ForecastTable {...props} />}
    />
  )
}

const HEIGHT = 190
const TOP = 26
const GROUND = 150
const PLOT = GROUND - TOP

function ForecastPicture({
  waves,
  possible,
  peak,
  width,
  label,
}: LoginForecastProps & { width: number; label: string }) {
  const [left, right] = [56, width - 8]
  const endS = Math.max(1, waves.at(-1)?.toS ?? 1)
  const end = roundUp(Math.max(possible, peak) * 1.1)
  const x = (second: number) => left + (second / endS) * (right - left)
  const height = (logins: number) => (Math.min(logins, end) / end) * PLOT
  return (
    <Picture width={width} height={HEIGHT} label={label}>
      <text className={styles.axis} x={left} y={12}>
        logins a second
      </text>
      <ValueAxis
        ground={GROUND}
        height={PLOT}
        end={end}
        parts={width < 500 ? 2 : 4}
        left={left}
        right={right}
      />
      {waves.map(({ name, fromS, toS, loginsPerSecond }) => (
        <rect
          key={name}
          className={styles.misbound}
          x={short(x(fromS))}
          y={short(GROUND - height(loginsPerSecond))}
          width={short(Math.max(1, x(toS) - x(fromS) - (x(toS) - x(fromS) > 4 ? 1 : 0)))}
          height={short(height(loginsPerSecond))}
        />
      ))}
      <path className={styles.baseline} d={`M${left} ${short(GROUND - height(possible))}H${right}`} />
      <text
        className={`${styles.axis} ${styles.halo}`}
        x={right}
        y={short(GROUND - height(possible) - 6)}
        textAnchor="end"
      >
        {figure(possible)} possible
      </text>
      {waves
        .filter(({ atOnce }) => atOnce > 0)
        .map((wave) => (
          <Burst
            key={wave.name}
            wave={wave}
            x={x(wave.fromS)}
            top={GROUND - height(wave.atOnce)}
            isCut={wave.atOnce > end}
          />
        ))}
      <SecondsAxis endS={endS} x={x} parts={width < 500 ? 2 : 4} />
    </Picture>
  )
}

/** A cut-off for many: a line up to its logins, open above where the scale does not reach them. */
function Burst({ wave, x, top, isCut }: { wave: ForecastWave; x: number; top: number; isCut: boolean }) {
  const at = short(x + 1)
  return (
    <g>
      <path className={styles.act} d={`M${at} ${GROUND}V${short(top)}`} />
      {isCut ? (
        <path
          className={styles.act}
          d={`M${short(x - 3)} ${short(top + 6)}L${at} ${short(top)}L${short(x + 5)} ${short(top + 6)}`}
        />
      ) : null}
      <text className={`${styles.axis} ${styles.halo}`} x={short(x + 8)} y={short(top + 12)}>
        {figure(wave.atOnce)} at once
      </text>
    </g>
  )
}

function SecondsAxis({ endS, x, parts }: { endS: number; x: (second: number) => number; parts: number }) {
  const step = roundUp(endS / parts)
  const ticks = Array.from({ length: Math.floor(endS / step) + 1 }, (_, nth) => step * nth)
  const isLast = (second: number) => second > endS * 0.95
  return ticks.map((second) => (
    <text
      key={second}
      className={styles.axis}
      x={short(x(second))}
      y={GROUND + 20}
      textAnchor={second === 0 ? "start" : isLast(second) ? "end" : "middle"}
    >
      {sinceWords(second)}
    </text>
  ))
}

/** Since the beginning: "90 s", "12 min", "3.5 h". */
function sinceWords(second: number): string {
  if (second < 120) return `${Math.round(second * 10) / 10} s`
  if (second < 7_200) return `${Math.round(second / 6) / 10} min`
  return `${Math.round(second / 360) / 10} h`
}

function times(many: number, possible: number): string {
  const ratio = many / possible
  return ratio < 1 ? "less than" : `${figure(Math.round(ratio * 10) / 10)} times`
}

function ForecastTable({ waves, possible }: LoginForecastProps) {
  return (
    <DataTable
      caption="Logins that come back, by wave"
      isCaptionHidden
      rows={waves}
      getRowKey={({ name }) => name}
      columns={[
        { id: "wave", header: "Wave", isRowHeader: true, render: ({ name }) => name },
        { id: "from", header: "From", isNumeric: true, render: ({ fromS }) => sinceWords(fromS) },
        { id: "to", header: "To", isNumeric: true, render: ({ toS }) => sinceWords(toS) },
        { id: "subjects", header: "Subjects", isNumeric: true, render: ({ subjects }) => figure(subjects) },
        {
          id: "logins",
          header: "Logins a second",
          isNumeric: true,
          render: ({ loginsPerSecond }) => figure(Math.round(loginsPerSecond * 10) / 10),
        },
        { id: "possible", header: "Possible a second", isNumeric: true, render: () => figure(possible) },
        {
          id: "once",
          header: "Logins at once, at a cut-off",
          isNumeric: true,
          render: ({ atOnce }) => (atOnce === 0 ? "none" : figure(atOnce)),
        },
      ]}
    />
  )
}
