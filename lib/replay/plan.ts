import type { Publication } from "./publish.ts"
import type { Workshop, WrittenTable } from "./workshop.ts"

export interface PlanOptions {
  seed: number
  scale?: number
  accounts?: number
}

/** Lays out one scenario in the workshop and says what is to be written. */
export type Plan = (
  workshop: Workshop,
  options: PlanOptions,
) => Promise<{ tables: WrittenTable[]; publication: Publication }>
