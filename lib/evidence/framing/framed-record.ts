/**
 * What framing writes: a record a line, so that the engine can read every text format in parallel and
 * still knows each record's raw text and line. Three cells parted by U+001F:
 *   line number · raw text · escaped
 * A raw text that holds U+001F, a line end or NUL, is not UTF-8 or was cut into cells here has an empty
 * second cell; the third is then a JSON array [raw, fault or null, cells or null].
 */
const SEPARATOR = "\u001f"

/** A longer record is malformed: no access record is that long, and a run must not depend on it. */
export const RECORD_BYTES_MAX = 8 * 1024 * 1024
/** Control characters grow when they are escaped; what the engine reads as one line has a bound. */
const ESCAPED_LENGTH_MAX = 16 * 1024 * 1024
/** How much of an unreadable record's raw text is kept. */
export const RAW_KEPT_BYTES = 4096

/** A record that needs no escaping; `raw` holds one byte a character. */
export function plainRecord(line: number, raw: string): string {
  return `${line}${SEPARATOR}${raw}${SEPARATOR}\n`
}

/** A record whose raw text must be escaped, or that has a fault, or that was cut into cells. */
export function escapedRecord(
  line: number,
  raw: Buffer,
  fault: string | null,
  cells: string[] | null,
): string {
  let json = JSON.stringify([raw.toString("utf8"), fault, cells])
  if (json.length > ESCAPED_LENGTH_MAX) {
    const kept = raw.subarray(0, RAW_KEPT_BYTES).toString("utf8")
    json = JSON.stringify([kept, fault ?? "too many control characters", null])
  }
  return `${line}${SEPARATOR}${SEPARATOR}${Buffer.from(json, "utf8").toString("latin1")}\n`
}

/** Whether a text of one byte a character can stand in a framed line as it is. */
export function isPlain(raw: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be escaped
  return !/[\u0000\r\u001f]/.test(raw)
}

export function isBlank(raw: string): boolean {
  return raw.length === 0 || (raw.charCodeAt(0) <= 32 && /^[\t-\r ]+$/.test(raw))
}
