import { parseInstant } from "../schemas.ts"

/** How a mapping reads a log's times. */
export interface TimeFormat {
  unit?: "s" | "ms" | "us"
  /** strptime pattern, for times that the contract does not know. */
  format?: string
  /** What a person should check, since the values do not tell. */
  doubt?: string
}

const NO_ZONE = "the log names no zone: UTC is assumed, else set zone"
/** A format is right when it reads so many of the values. */
const SHARE_MIN = 0.8

const DATE = String.raw`\d{4}-\d\d-\d\d`
const CLOCK = String.raw`\d\d:\d\d:\d\d`

/** In the order in which they are tried; fractions before whole seconds never read the same text. */
const formats: [shape: RegExp, format: TimeFormat][] = [
  [shape(`${DATE}T${CLOCK}`), { format: "%Y-%m-%dT%H:%M:%S", doubt: NO_ZONE }],
  [shape(String.raw`${DATE}T${CLOCK}\.\d{1,6}`), { format: "%Y-%m-%dT%H:%M:%S.%f", doubt: NO_ZONE }],
  [shape(String.raw`${DATE}T${CLOCK}[+-]\d{4}`), { format: "%Y-%m-%dT%H:%M:%S%z" }],
  [shape(String.raw`${DATE}T${CLOCK}\.\d{1,6}[+-]\d{4}`), { format: "%Y-%m-%dT%H:%M:%S.%f%z" }],
  [shape(String.raw`${DATE} ${CLOCK} [+-]\d{4}`), { format: "%Y-%m-%d %H:%M:%S %z" }],
  [shape(String.raw`${DATE} ${CLOCK}[+-]\d\d(\d\d)?`), { format: "%Y-%m-%d %H:%M:%S%z" }],
  [shape(String.raw`${DATE} ${CLOCK}\.\d{1,6}[+-]\d\d(\d\d)?`), { format: "%Y-%m-%d %H:%M:%S.%f%z" }],
  [shape(`${DATE} ${CLOCK} (UTC|GMT)`), { format: "%Y-%m-%d %H:%M:%S %Z" }],
  [shape(String.raw`${DATE} ${CLOCK}\.\d{1,6} (UTC|GMT)`), { format: "%Y-%m-%d %H:%M:%S.%f %Z" }],
  [shape(String.raw`${DATE}\t${CLOCK}`), { format: "%Y-%m-%d\t%H:%M:%S", doubt: NO_ZONE }],
  [shape(String.raw`${DATE} \d\d:\d\d`), { format: "%Y-%m-%d %H:%M", doubt: NO_ZONE }],
  [shape(String.raw`\d{4}/\d\d/\d\d ${CLOCK}`), { format: "%Y/%m/%d %H:%M:%S", doubt: NO_ZONE }],
  [shape(String.raw`\d{8}T\d{6}Z`), { format: "%Y%m%dT%H%M%SZ" }],
  [shape(String.raw`\d\d/[A-Z][a-z]{2}/\d{4}:${CLOCK} [+-]\d{4}`), { format: "%d/%b/%Y:%H:%M:%S %z" }],
  [
    shape(String.raw`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} ${CLOCK} (GMT|UTC)`),
    { format: "%a, %d %b %Y %H:%M:%S %Z" },
  ],
  [shape(String.raw`\d{1,2}\.\d{1,2}\.\d{4} ${CLOCK}`), { format: "%d.%m.%Y %H:%M:%S", doubt: NO_ZONE }],
  [shape(String.raw`\d{1,2}\.\d{1,2}\.\d{4} \d\d:\d\d`), { format: "%d.%m.%Y %H:%M", doubt: NO_ZONE }],
]

/** A column of instants in Parquet, as its records show it: its type tells how it is read. */
const TYPED = shape(String.raw`${DATE} ${CLOCK}(\.\d+)?([+-]\d\d(:\d\d)?)?`)

/** How times such as these are read; null where they are no times, or none that a mapping could read. */
export function guessTime(values: readonly string[], isParquet = false): TimeFormat | null {
  if (values.length === 0) return null
  if (isMost(values, (value) => parseInstant(value) !== null || (isParquet && TYPED.test(value)))) return {}
  const unit = epochUnit(values)
  if (unit) return { unit }
  const found = formats.find(([form]) => isMost(values, (value) => form.test(value)))
  return found ? found[1] : slashedDay(values)
}

function shape(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}

function isMost(values: readonly string[], is: (value: string) => boolean): boolean {
  return values.filter(is).length >= values.length * SHARE_MIN
}

/** Epoch numbers between 1990 and 2100 differ by their number of digits in each unit. */
function epochUnit(values: readonly string[]): "s" | "ms" | "us" | null {
  const units = { s: 1, ms: 1_000, us: 1_000_000 } as const
  for (const [unit, perSecond] of Object.entries(units) as [keyof typeof units, number][]) {
    const isTime = (value: string) => {
      const seconds = /^\d{1,17}(\.\d+)?$/.test(value) ? Number(value) / perSecond : 0
      return seconds > 631_152_000 && seconds < 4_102_444_800
    }
    if (isMost(values, isTime)) return unit
  }
  return null
}

/** 16/02/2024 or 02/16/2024: only a number above 12 tells which is the day. */
function slashedDay(values: readonly string[]): TimeFormat | null {
  const form = /^(\d{1,2})\/(\d{1,2})\/\d{4} \d{1,2}:\d\d(:\d\d)?( [AP]M)?$/
  if (!isMost(values, (value) => form.test(value))) return null
  const matches = values.flatMap((value) => {
    const match = form.exec(value)
    return match ? [match] : []
  })
  const isDayFirst = matches.some((match) => Number(match[1]) > 12)
  const isMonthFirst = matches.some((match) => Number(match[2]) > 12)
  const [, , , seconds, half] = matches[0] ?? []
  const clock = `${half ? "%I" : "%H"}:%M${seconds ? ":%S" : ""}${half ? " %p" : ""}`
  const doubt = isDayFirst || isMonthFirst ? NO_ZONE : `day and month may be the other way round; ${NO_ZONE}`
  return { format: `${isDayFirst ? "%d/%m" : "%m/%d"}/%Y ${clock}`, doubt }
}
