import type { LetterWords } from "./words/letter-words.ts"

/** How counts and times are written for a language and a time zone. */
export interface LetterFormats {
  count(count: number): string
  day(at: Date): string
  /** From when to when, to the minute: within one day as one; else as the two moments that it lies between. */
  stretch(from: Date, to: Date): { text: string; until: string | null }
  /** Of the time zone; null where it is unknown, and all is in UTC. */
  zoneName: string | null
}

/** Making them takes longer than filling a letter, and each holds about 0.2 MB: the latest are kept. */
const made = new Map<string, LetterFormats>()
const KEPT_MAX = 200

/** Formats for a language and a time zone; one that is unknown, or none that there is, counts as UTC. */
export function formatsFor(words: LetterWords, timeZone: string | null): LetterFormats {
  const key = `${words.formats} ${timeZone}`
  const known = made.get(key)
  if (known) {
    made.delete(key)
    made.set(key, known)
    return known
  }
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : null
  if (timeZone !== null && zone === null) return formatsFor(words, null)
  const formats = makeFormats(words, zone)
  const [oldest] = made.keys()
  if (made.size >= KEPT_MAX && oldest !== undefined) made.delete(oldest)
  made.set(key, formats)
  return formats
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null
  } catch {
    return false
  }
}

/** Ranges are put together by our own words: Intl takes twenty times as long for one as for its two ends. */
function makeFormats(words: LetterWords, zone: string | null): LetterFormats {
  const { formats: language } = words
  const timeZone = zone ?? "UTC"
  const numbers = new Intl.NumberFormat(language)
  const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone })
  const times = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone })
  const name = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "longGeneric" })
    .formatToParts(Date.UTC(2026, 0))
    .find(({ type }) => type === "timeZoneName")?.value
  return {
    count: (count) => numbers.format(count),
    day: (at) => days.format(at),
    stretch(from, to) {
      const [day, lastDay] = [days.format(from), days.format(to)]
      const [time, lastTime] = [plainSpaces(times.format(from)), plainSpaces(times.format(to))]
      if (day !== lastDay) return { text: words.moment(day, time), until: words.moment(lastDay, lastTime) }
      const text = time === lastTime ? words.moment(day, time) : words.stretch(day, time, lastTime)
      return { text, until: null }
    },
    zoneName: zone === null ? null : (name ?? zone).replace(/^GMT(\+00:00)?/, "UTC"),
  }
}

/** Thin spaces are a box in some programs for mail. */
function plainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u2009\u202f]/g, " ")
}
