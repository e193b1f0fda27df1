const S_MAX = 24 * 60 * 60

/** The seconds that a header `Retry-After` asks for, as seconds or as a date, at most a day; null where it asks for none. */
export function secondsOfRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), S_MAX)
  // A date of HTTP begins with its day; what `Date` takes besides, such as "-1", asks for nothing.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return null
  return Math.min(Math.max(Math.ceil((at - now.getTime()) / 1000), 0), S_MAX)
}
