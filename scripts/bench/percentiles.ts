export interface Percentiles {
  p50Ms: number
  p95Ms: number
}

/** Of times in milliseconds, in any order; NaN where there are none. */
export function percentiles(ms: readonly number[]): Percentiles {
  const sorted = ms.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}

/** NaN where there are none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2
}
