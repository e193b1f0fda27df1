const SHARE = 0.01
const SAMPLE_MIN = 100

/** Of the subjects that were ended so many are inspected at least: a share of all, and never fewer than a hundred. */
export function sampleNeeded(ended: number): number {
  return Math.min(ended, Math.max(SAMPLE_MIN, Math.ceil(SHARE * ended)))
}
