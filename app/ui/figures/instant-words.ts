export type Precision = "day" | "minute" | "second" | "millisecond"

const clock: Record<Precision, Intl.DateTimeFormatOptions> = {
  day: {},
  minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  millisecond: {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  },
}

function words(date: Date, precision: Precision, timeZone: string | undefined): string {
  const day = { day: "numeric", month: "short", year: "numeric" } as const
  return new Intl.DateTimeFormat("en-GB", { ...day, ...clock[precision], timeZone }).format(date)
}

/** "16 Feb 2024, 17:05", in UTC. */
export function instantWords(date: Date, precision: Precision): string {
  return words(date, precision, "UTC")
}

/** The reader's own time, with the day only where it differs from the day in UTC; null where it is UTC anyway. */
export function localWords(date: Date, precision: Precision): string | null {
  if (precision === "day" || date.getTimezoneOffset() === 0) return null
  const isSameDay = words(date, "day", undefined) === words(date, "day", "UTC")
  if (!isSameDay) return words(date, precision, undefined)
  return new Intl.DateTimeFormat("en-GB", clock[precision]).format(date)
}

/** "17:05", in UTC: for axes. */
export function clockWords(date: Date): string {
  return date.toISOString().slice(11, 16)
}

/** "16 Feb", in UTC: for axes that span days. */
export function dayWords(date: Date): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(date)
}

/** "Feb 2024", in UTC: for axes that span years. */
export function monthWords(date: Date): string {
  return new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" }).format(date)
}
