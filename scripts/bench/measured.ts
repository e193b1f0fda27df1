import type { Summary } from "../../lib/exposure/summary.ts"
import type { EngineRun, OwnersByGrade } from "./bare-statement.ts"
import type { PostgresRun } from "./postgres.ts"
import type { Spent } from "./process-tree.ts"

/** Something that must hold of any two ways to count the same log. */
export interface Check {
  name: string
  isHeld: boolean
}

export interface ClassifyRun extends Spent {
  summary: Summary
}

/** The product and the bare statement, one right after the other. */
export interface Pair {
  classify: ClassifyRun
  bare: EngineRun
}

/** The product on text, and the engine alone on the same lines. */
export interface TextPair {
  classify: ClassifyRun
  lines: EngineRun
  typed: EngineRun
}

export interface ClassifyBench {
  rows: number
  ndjsonRows: number
  pairs: Pair[]
  textPairs: TextPair[]
  bareOwners: OwnersByGrade
  postgres: PostgresRun | null
  checks: Check[]
}
