/** How far a piece of work is: what is being done now, and the share of the whole that is done, 0 to 1. */
export interface Progress {
  label: string
  done: number
}

export type OnProgress = (progress: Progress) => void

/** The share of a whole that lies between two marks, as a progress of its own. */
export function within(onProgress: OnProgress, from: number, to: number): OnProgress {
  return ({ label, done }) => onProgress({ label, done: from + (to - from) * done })
}
