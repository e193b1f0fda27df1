import { AppError } from "../../../core/errors.ts"

/** One thing that an authority must do, and whether it did. */
export interface ConformanceStep {
  what: string
  result: "passed" | "failed" | "skipped"
  /** What was found, or why nothing was tried. */
  found: string
}

/** What was found is not what must be. */
export class Unmet extends Error {}

/** Nothing was tried, and why. */
export class Skipped extends Error {}

/** Why nothing was tried that is signed. */
export const UNSIGNED = "No signing secret was given: cut-offs and resets are signed, and were not tried"

/** Keeps what each step came to, and tells whoever watches. */
export class Recorder {
  readonly steps: ConformanceStep[] = []
  private readonly tell: (step: ConformanceStep) => void

  constructor(tell: (step: ConformanceStep) => void = () => {}) {
    this.tell = tell
  }

  /** Does a step; it passes with the words that it gives. Gives whether it passed. */
  async step(what: string, work: () => Promise<string>): Promise<boolean> {
    const step = await resultOf(work).then((result) => ({ what, ...result }))
    this.steps.push(step)
    this.tell(step)
    return step.result === "passed"
  }
}

async function resultOf(work: () => Promise<string>): Promise<Omit<ConformanceStep, "what">> {
  try {
    return { result: "passed", found: await work() }
  } catch (error) {
    if (error instanceof Skipped) return { result: "skipped", found: error.message }
    if (error instanceof Unmet || error instanceof AppError) return { result: "failed", found: error.message }
    throw error
  }
}
