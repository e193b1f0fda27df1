import type { KindProof } from "./kind-proofs.ts"
import type { SampleCounts } from "./sample-counts.ts"

/** What a logout claims, and what each claim rests on. */
export interface LogoutReport {
  cutoff: string
  counts: Record<string, number>
  kinds: KindProof[]
  sample: SampleCounts
  epoch: string
  /** What is not proved, or not so, in words; none where it was closed without. */
  gaps: string[]
}
