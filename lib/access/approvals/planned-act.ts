import type { Prisma } from "../../../prisma/generated/client.ts"
import type { Actor, Context, Tx } from "../../core/context.ts"
import type { DangerousAct } from "../../core/permissions.ts"

/** What a dangerous act will do: what the requester asks for and the approver agrees to. */
export interface Plan {
  /** What will happen, in sentences with numbers and units, for people. */
  sentences: readonly string[]
  /** On which revision of the incident it rests, where it rests on one. */
  revision: number | null
  /**
   * All that the outcome depends on, such as the result's digest and the numbers: cheap to find anew. The approval is
   * bound to a digest of it, and void when it comes out otherwise.
   */
  facts: Prisma.InputJsonObject
}

/** An act that a second person approves. Each module exports its own; lib/planned-acts.ts lists all there are. */
export interface PlannedAct<Input extends Prisma.InputJsonObject = Prisma.InputJsonObject> {
  act: DangerousAct
  /** What its button says: a verb with its object. */
  label: string
  /** How long it may wait for its approver, and then to be done; a day where this is left out. */
  validMs?: number
  /** @throws InputError where the input is wrong */
  parse(input: unknown): Input
  /** On the chain of which incident it stands; null for the installation. */
  incidentOf(input: Input): string | null
  /**
   * The same whoever asks: requester and approver each see their own plan, and their digests must agree. Reads through
   * `ctx.db`, for it is planned once more within the transaction that performs it.
   * @throws AppError when it cannot be done as things stand
   */
  plan(ctx: Context, input: Input): Promise<Plan>
  /**
   * Does it, in the transaction that marks the approval as performed and appends the entry; opens none of its own.
   * @returns what the trail entry tells besides the approval
   */
  perform(tx: Tx, done: PerformedBy, input: Input): Promise<Prisma.InputJsonObject>
}

export interface PerformedBy {
  actor: Actor
  now: Date
  approvalId: string
  revision: number | null
}
