import { figure } from "../../core/figure.ts"
import { type Pace, secondsNeeded } from "../../runs/pace.ts"

export interface RunEstimate {
  letters: number
  seconds: number
  until: Date
  /** Such as "9,975,300 letters at 50/s: 55 h, until Wednesday 13:58 UTC". */
  words: string
}

const MINUTE_S = 60
const HOUR_S = 3_600
const DAY_S = 86_400
/** A weekday names a day of the week that follows; what is further away needs a date. */
const WEEKDAY_S_MAX = 6 * DAY_S

/** How long so many letters take at a pace, from a moment on, with its slices. */
export function runEstimate(letters: number, pace: Pace, from: Date): RunEstimate {
  const seconds = letters === 0 ? 0 : secondsNeeded(letters, pace, from)
  const until = new Date(from.getTime() + seconds * 1_000)
  const words = `${lettersWords(letters)} at ${paceWords(pace)}: ${durationWords(seconds)}, until ${untilWords(until, seconds)}`
  return { letters, seconds, until, words }
}

export function lettersWords(letters: number): string {
  return `${figure(letters)} ${letters === 1 ? "letter" : "letters"}`
}

/** Such as "50/s, at most 10,000 an hour, between 8 and 20 h in Europe/Berlin". */
export function paceWords({ perSecond, perHour, perDay, hours }: Pace): string {
  return [
    `${figure(perSecond)}/s`,
    perHour === undefined ? [] : `at most ${figure(perHour)} an hour`,
    perDay === undefined ? [] : `at most ${figure(perDay)} a day`,
    hours === undefined ? [] : `between ${hours.from} and ${hours.to} h in ${hours.timeZone}`,
  ]
    .flat()
    .join(", ")
}

/** In the largest unit of which there are a few. */
export function durationWords(seconds: number): string {
  if (seconds < 2 * MINUTE_S) return `${Math.ceil(seconds)} s`
  if (seconds < 2 * HOUR_S) return `${Math.ceil(seconds / MINUTE_S)} min`
  if (seconds < 4 * DAY_S) return `${figure(Math.round(seconds / HOUR_S))} h`
  return `${figure(Math.round(seconds / DAY_S))} days`
}

function untilWords(until: Date, seconds: number): string {
  if (Number.isNaN(until.getTime())) return "nobody knows when"
  const time = until.toISOString().slice(11, 16)
  if (seconds > WEEKDAY_S_MAX) return `${until.toISOString().slice(0, 10)} ${time} UTC`
  return `${until.toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" })} ${time} UTC`
}
