import type { Format } from "../reference/render.ts"

/** One line of the engine made wrong, and the hand-computed cases that then go unmet. */
export interface Fault {
  /** From the root of the sources. */
  file: string
  /** Occurs exactly once in the file; some more of it than changes, where the line alone would not. */
  find: string
  replace: string
  /** What the engine then does, against the contract. */
  breaks: string
  /** Names of cases; each of them alone catches it. */
  caughtBy: readonly string[]
  /** In which the cases are given to the engine. */
  format: Format
  /** Whether it takes the reference's result of the case to see it: hand-written expectations hold no rejects, say. */
  needsReference: boolean
}

type Wrong = (find: string, replace: string, breaks: string, ...caughtBy: string[]) => Fault
type Seen = Partial<Pick<Fault, "format" | "needsReference">>

/** Faults of one file. */
export function faultsIn(file: string, { format = "ndjson", needsReference = false }: Seen = {}): Wrong {
  return (find, replace, breaks, ...caughtBy) => ({
    file,
    find,
    replace,
    breaks,
    caughtBy,
    format,
    needsReference,
  })
}
