import type { Span } from "./scales.ts"

/** A mark on the curve: what was done then. */
export interface Act {
  at: string
  label: string
}

/** An ordinary stretch to compare with, and its mean. */
export interface Baseline extends Span {
  perMinute: number
}

/** Misbound events of a stretch of so many minutes, by action. */
export interface StretchCount {
  at: string
  minutes: number
  shown: number
  tapped: number
  viewed: number
}

/** A stretch as it is drawn: its events per minute. */
export interface Bin {
  fromMs: number
  toMs: number
  shown: number
  tapped: number
  viewed: number
  all: number
}

const MINUTE_MS = 60_000

/** Stretches as rates per minute, so that long and short ones, and a last one that is cut off, can be compared. */
export function ratesOf(stretches: readonly StretchCount[]): Bin[] {
  return stretches.map(({ at, minutes, shown, tapped, viewed }) => ({
    fromMs: Date.parse(at),
    toMs: Date.parse(at) + minutes * MINUTE_MS,
    shown: shown / minutes,
    tapped: tapped / minutes,
    viewed: viewed / minutes,
    all: (shown + tapped + viewed) / minutes,
  }))
}
