import { clockWords, dayWords, monthWords } from "../figures/instant-words.ts"

export interface Span {
  from: string
  to: string
}

export interface ChartGap extends Span {
  kind: string
  /** Null for all sources. */
  source: string | null
  reason?: string | null | undefined
}

export interface Tick {
  at: number
  words: string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** From so many days on, a day of the month says less than the year. */
const LONG_MS = 300 * DAY_MS
const stepsMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200]

export interface TimeScale {
  fromMs: number
  toMs: number
  /** Where an instant stands, held inside the picture. */
  x: (at: number | string | Date) => number
  /** Holds the middle of something inside the picture, by half its width. */
  hold: (x: number, half: number) => number
  ticks: Tick[]
}

/** Instants on a line, with at most so many ticks at round times in UTC. */
export function timeScale(window: Span, left: number, right: number, ticksMax: number): TimeScale {
  const fromMs = Date.parse(window.from)
  const toMs = Math.max(fromMs + 1, Date.parse(window.to))
  const x = (at: number | string | Date) => {
    const part = (new Date(at).getTime() - fromMs) / (toMs - fromMs)
    return left + Math.min(1, Math.max(0, part)) * (right - left)
  }
  const fitting = stepsMinutes.find((step) => (toMs - fromMs) / (step * MINUTE_MS) <= ticksMax)
  const stepMs = fitting ? fitting * MINUTE_MS : Math.ceil((toMs - fromMs) / DAY_MS / ticksMax) * DAY_MS
  const wordsOfDay = toMs - fromMs > LONG_MS ? monthWords : dayWords
  const ticks: Tick[] = []
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at <= toMs; at += stepMs) {
    const date = new Date(at)
    const isMidnight = at % DAY_MS === 0
    ticks.push({ at: x(at), words: isMidnight ? wordsOfDay(date) : clockWords(date) })
  }
  const hold = (at: number, half: number) => Math.min(right - half, Math.max(left + half, at))
  return { fromMs, toMs, x, hold, ticks }
}

/** Rising places, moved as little as keeps each so far from the one before it and all of them left of an end. */
export function apart(places: readonly number[], least: number, end: number): number[] {
  let last = Number.NEGATIVE_INFINITY
  const pushed = places.map((place) => {
    last = Math.max(place, last + least)
    return last
  })
  let limit = end
  for (let index = pushed.length - 1; index >= 0; index--) {
    pushed[index] = Math.min(pushed[index] ?? limit, limit)
    limit = (pushed[index] ?? limit) - least
  }
  return pushed
}

/** The next round number that is not smaller: 1, 2, 2.5 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value) ?? 10
  return step * power
}

export interface Column {
  from: number
  to: number
  height: number
}

/** The outline of columns on a line; those that touch make one shape, so that no seam shows between them. */
export function stepArea(columns: readonly Column[], ground: number): string {
  let path = ""
  let end: number | null = null
  for (const { from, to, height } of columns) {
    if (height <= 0) continue
    const isNext = end !== null && Math.abs(from - end) < 0.01
    if (!isNext) path += `${end === null ? "" : `V${ground}Z`}M${short(from)} ${ground}`
    path += `V${short(ground - height)}H${short(to)}`
    end = to
  }
  return end === null ? "" : `${path}V${ground}Z`
}

export function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
