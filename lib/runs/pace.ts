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
export const AIM = 0.975
export const BATCH_MAX = 25
/** What is taken at once where permits may wait. */
export const FAST_BATCH = 4 * BATCH_MAX
/** Of 0.26 s of slack at low rates; measured, ways seldom differ by more than half of the rest. */
const LATE_MS_MAX = 60

const HOUR_S = 3_600
const HOURS_OF_DAY = 24
const DAY_S = HOUR_S * HOURS_OF_DAY
/** What takes longer goes on as it went until then. */
const STEPPED_S_MAX = 400 * DAY_S

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
  const { hour } = clockIn(hours.timeZone, at)
  return hours.from < hours.to ? hour >= hours.from && hour < hours.to : hour >= hours.from || hour < hours.to
}

/** How many seconds so many items take from now on at a pace, its slices and hours of the day included. */
export function secondsNeeded(count: number, pace: Pace, now: Date): number {
  if (count <= 0) return 0
  const { perSecond, perHour, perDay, hours } = pace
  if (hours && hours.from !== hours.to) return secondsThroughHours(count, pace, now)
  const ofHour = Math.min(perSecond * HOUR_S, perHour ?? Number.POSITIVE_INFINITY)
  const ofDay = Math.min(ofHour * HOURS_OF_DAY, perDay ?? Number.POSITIVE_INFINITY)
  const days = Math.ceil(count / ofDay) - 1
  const ofLast = count - days * ofDay
  const begun = Math.ceil(ofLast / ofHour) - 1
  return days * DAY_S + begun * HOUR_S + (ofLast - begun * ofHour) / perSecond
}

/** Goes from one hour of the day to the next, or to where a slice is used up: days differ where clocks are changed. */
function secondsThroughHours(count: number, pace: Pace, now: Date): number {
  const { perSecond, perHour = Number.POSITIVE_INFINITY, perDay = Number.POSITIVE_INFINITY } = pace
  let left = count
  let hour = { endsS: 0, left: perHour }
  let day = { endsS: 0, left: perDay }
  let atS = 0
  while (atS < STEPPED_S_MAX) {
    const { isOpen, endsS } = hourAround(pace, now, atS)
    // Slices begin with what is sent first in them.
    if (isOpen && atS >= hour.endsS) hour = { endsS: atS + HOUR_S, left: perHour }
    if (isOpen && atS >= day.endsS) day = { endsS: atS + DAY_S, left: perDay }
    if (!isOpen) atS = endsS
    else if (hour.left === 0) atS = hour.endsS
    else if (day.left === 0) atS = day.endsS
    else {
      const untilS = Math.min(endsS, hour.endsS, day.endsS)
      const sent = Math.min((untilS - atS) * perSecond, hour.left, day.left)
      if (sent >= left) return atS + left / perSecond
      left -= sent
      hour.left -= sent
      day.left -= sent
      atS = hour.left === 0 || day.left === 0 ? atS + sent / perSecond : untilS
    }
  }
  return atS * (1 + left / (count - left))
}

/** Whether the hour of the day lets anything leave, and when it ends: in seconds from now, as is what is asked. */
function hourAround(pace: Pace, now: Date, atS: number): { isOpen: boolean; endsS: number } {
  const ms = Math.round(atS * 1_000)
  const at = new Date(now.getTime() + ms)
  const { minute } = clockIn(pace.hours?.timeZone ?? "UTC", at)
  const begunMs = minute * 60_000 + (at.getTime() % 60_000)
  return { isOpen: isWithinHours(pace, at), endsS: (ms + HOUR_S * 1_000 - begunMs) / 1_000 }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockIn(timeZone: string, at: Date): { hour: number; minute: number } {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    })
    clocks.set(timeZone, clock)
  }
  const [hour = 0, minute = 0] = clock.format(at).split(":").map(Number)
  return { hour, minute }
}
