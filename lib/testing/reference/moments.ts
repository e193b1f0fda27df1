import fc from "fast-check"
import type { Row, Value } from "./model.ts"
import { instant } from "./values.ts"

export const WINDOW = { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" }

/** Minutes after the window's begin: its ends, the hours around it, a week and two years before. */
export const ANCHORS_MINUTES = [60, 0, 480, 120, 240, -60, 540, -10_080, -9_840, -1_051_200] as const

/** An instant near an anchor, before the incident's tolerance is known. */
type Moment = { moment: { anchor: number; tolerances: number; micros: number; style: number } }
export type Cell = Value | Moment | undefined
export type LooseRow = { [column: string]: Cell }

function isMoment(cell: Cell): cell is Moment {
  return cell !== null && typeof cell === "object" && "moment" in cell
}

/** A moment at one of the anchors, mostly on the dot, else ± tolerance and ± 1 µs. */
export function arbitraryMoment(anchors: readonly number[]): fc.Arbitrary<Moment> {
  const moment = fc.record({
    anchor: fc.constantFrom(...anchors),
    tolerances: fc.constantFrom(0, 0, 0, 1, -1),
    micros: fc.constantFrom(0, 0, 1, -1),
    style: fc.nat(STYLES.length - 1),
  })
  return moment.map((chosen) => ({ moment: chosen }))
}

const pad = (value: number, length: number) => String(value).padStart(length, "0")

function parts(micros: bigint): { date: string; time: string; fraction: string } {
  const below = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const iso = new Date(Number((micros - below) / 1000n)).toISOString()
  return { date: iso.slice(0, 10), time: iso.slice(11, 19), fraction: pad(Number(below), 6) }
}

type Style = (micros: bigint) => string

function withOffset(sign: 1 | -1, hours: number, minutes: number, separator: string): Style {
  return (micros) => {
    const shift = BigInt(sign * (hours * 60 + minutes)) * 60_000_000n
    const { date, time, fraction } = parts(micros + shift)
    return `${date}${separator}${time}.${fraction}${sign > 0 ? "+" : "-"}${pad(hours, 2)}:${pad(minutes, 2)}`
  }
}

/** The ways to write one instant that the contract allows. */
const STYLES: Style[] = [
  (micros) => {
    const { date, time, fraction } = parts(micros)
    return `${date}T${time}.${fraction}Z`
  },
  (micros) => {
    const { date, time, fraction } = parts(micros)
    return fraction === "000000" ? `${date} ${time}` : `${date} ${time}.${fraction}`
  },
  (micros) => {
    const { date, time, fraction } = parts(micros)
    return `${date}t${time}.${fraction}999z`
  },
  (micros) => {
    const { date, time, fraction } = parts(micros)
    const short = fraction.replace(/0+$/, "")
    return `${date} ${time}${short === "" ? "" : `.${short}`}Z`
  },
  withOffset(1, 5, 30, "T"),
  withOffset(-1, 23, 59, " "),
  withOffset(1, 23, 59, "t"),
  withOffset(-1, 0, 0, "T"),
]

/** Writes the moments as text and drops the cells that are not there. */
export function settle(row: LooseRow, tolerance: bigint): Row {
  const settled: Row = {}
  for (const [column, cell] of Object.entries(row)) {
    if (cell === undefined) continue
    settled[column] = isMoment(cell) ? settleMoment(cell, tolerance) : cell
  }
  return settled
}

export function settleMoment({ moment }: Moment, tolerance: bigint): string {
  const base = instant(WINDOW.from) + BigInt(moment.anchor) * 60_000_000n
  const micros = base + BigInt(moment.tolerances) * tolerance + BigInt(moment.micros)
  return (STYLES[moment.style] as Style)(micros)
}
