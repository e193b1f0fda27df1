import type { PlannedRun, Prisma, RunKind } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Act } from "../../core/permissions.ts"
import type { ListPart } from "../create-chunks.ts"
import type { Pace } from "../pace.ts"

/** What a run will do, and to whom: the numbers of its frozen list. */
export interface FrozenPlan {
  /** Of the kind's own shape, for people and for approval. */
  plan: Prisma.InputJsonObject
  /** On which revision it rests; null where on none. */
  revision: number | null
  /** Of the list. */
  rows: number
  /** In the order in which they are worked off; all rows, each once. */
  parts: readonly ListPart[]
  /** Where planning finds what pace there can be. */
  pace?: Pace
  /** What the entry of the trail tells besides run and list. */
  told: Prisma.InputJsonObject
}

/** Takes a finished file into the run's folder under a name, for nobody else's eyes. */
export type KeepFile = (made: string, name: string) => Promise<void>

/** How one kind of run is planned. */
export interface RunPlanner {
  kind: RunKind
  /** Having planned it. */
  act: Act
  /**
   * Makes the frozen list and keeps it as LIST_FILE, with what else belongs to it.
   * @throws AppError in words for people, where it cannot be planned
   */
  freeze(ctx: SystemContext, run: PlannedRun, keep: KeepFile): Promise<FrozenPlan>
}
