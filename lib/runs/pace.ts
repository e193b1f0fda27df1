/** How fast, and in which slices. */
export interface Pace {
  /** 1 to 10,000. */
  perSecond: number
  /** Within the hour that begins with the first. */
  perHour?: number
  /** Within the 24 hours that begin with the first. */
  perDay?: number
  /** Hours of the day in a time zone, from 0 to 24; `from` after `to` goes over midnight, the same twice is all day. */
  hours?: { from: number; to: number; timeZone: string }
}

export const PER_SECOND_MAX = 10_000
/** So much of the rate is aimed at: with what is lost to lateness, 0.97 of it should leave in a minute. */
export const AIM = 0.979
export const BATCH_MAX = 25
/** What is taken at once where permits may wait. */
export const FAST_BATCH = 4 * BATCH_MAX
/** Of 0.21 s of slack at low rates; measured, the way seldom takes more than half of the rest. */
const LATE_MS_MAX = 60

const HOUR_S = 3_600
const HOURS_OF_DAY = 24

/** How many are let go at once: about four times a second at low rates, so that a pause takes effect at once. */
export function batchOf({ perSecond }: Pace): number {
  return Math.min(BATCH_MAX, Math.max(1, Math.round(perSecond / 4)))
}

/**
 * By how many seconds, at most, some letters may take longer than others from their instant to the far side's stamp.
 * Instants lie 1 / (AIM · rate) apart, whoever has them, so what is stamped within a stretch of W seconds comes of a
 * stretch of W + slack, and of that length there are at most ⌈AIM · rate · (W + slack)⌉ instants. It is the greatest for
 * which that is at most the rate and a batch for a second, and never more than the rate over ten.
 */
export function slackS({ perSecond }: Pace): number {
  return Math.min((1 + BATCH_MAX / perSecond) / AIM - 1, 10 / AIM - 10)
}

/**
 * How late one may leave, in milliseconds: at most half of the slack, for the way takes its share. From 5,000 a second on
 * the bound is by count: what four workers have in hand is less than what is not aimed at over ten seconds.
 */
export function lateMsMax(pace: Pace): number {
  if (pace.perSecond >= PER_SECOND_MAX / 2) return 1_000
  return Math.min(LATE_MS_MAX, 500 * slackS(pace))
}

/** Whether the hours of the day let anything leave at an instant. */
export function isWithinHours({ hours }: Pace, at: Date): boolean {
  if (!hours || hours.from === hours.to) return true
  const hour = hourIn(hours.timeZone, at)
  return hours.from < hours.to ? hour >= hours.from && hour < hours.to : hour >= hours.from || hour < hours.to
}

/** How many seconds so many items take from now on at a pace, its slices and hours of the day included. */
export function secondsNeeded(count: number, pace: Pace, now: Date): number {
  const perHour = Math.min(pace.perSecond * HOUR_S, pace.perHour ?? Number.POSITIVE_INFINITY)
  const perDay = Math.min(perHour * openHours(pace, now), pace.perDay ?? Number.POSITIVE_INFINITY)
  if (count <= 0) return 0
  if (perDay <= 0) return Number.POSITIVE_INFINITY
  // All days are alike but for the last, which is gone through by the hour.
  const days = Math.max(0, Math.ceil(count / perDay) - 1)
  let left = count - days * perDay
  let ofDay = 0
  for (let nth = 0; ; nth++) {
    const seconds = (days * HOURS_OF_DAY + nth) * HOUR_S
    if (nth % HOURS_OF_DAY === 0) ofDay = 0
    const isOpen = isWithinHours(pace, new Date(now.getTime() + seconds * 1_000))
    const ofHour = isOpen ? Math.min(perHour, perDay - ofDay) : 0
    if (ofHour >= left) return seconds + left / pace.perSecond
    left -= ofHour
    ofDay += ofHour
  }
}

function openHours(pace: Pace, now: Date): number {
  const hours = Array.from({ length: HOURS_OF_DAY }, (_, nth) => nth * HOUR_S * 1_000)
  return hours.filter((ms) => isWithinHours(pace, new Date(now.getTime() + ms))).length
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function hourIn(timeZone: string, at: Date): number {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" })
    clocks.set(timeZone, clock)
  }
  return Number(clock.format(at))
}
