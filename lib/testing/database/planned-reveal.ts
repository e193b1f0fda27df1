import { z } from "zod"
import type { PlannedAct } from "../../access/approvals/planned-act.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"

const inputSchema = z.object({ incidentId: z.uuid(), hours: z.number().int() })
type Input = z.output<typeof inputSchema>

/** What the plan of a test's own dangerous act rests on: change it, and the act would do another thing. */
export interface World {
  sentences: string[]
  revision: number | null
  facts: Record<string, number | string>
  /** It cannot be done at all as things stand. */
  isGone: boolean
}

/** An act of a test's own, which says that it reveals people and writes that to a table; it rests on the incident's title. */
export function plannedReveal(): { planned: PlannedAct<Input>; world: World } {
  const world: World = {
    sentences: ["24,700 people will be shown to you by name, for 8 hours."],
    revision: 3,
    facts: { people: 24_700, digest: "9f" },
    isGone: false,
  }
  const planned: PlannedAct<Input> = {
    act: "people.reveal",
    label: "Reveal 24,700 people",
    parse: (input) => parseInput(inputSchema, input),
    incidentOf: ({ incidentId }) => incidentId,
    async plan(ctx, { incidentId }) {
      if (world.isGone) throw new AppError("precondition", "There is no finished revision.")
      const { title } = await ctx.db.incident.findUniqueOrThrow({ where: { id: incidentId } })
      const { sentences, revision, facts } = world
      return { sentences, revision, facts: { ...facts, title } }
    },
    async perform(tx, { actor, now, approvalId, revision }, { incidentId, hours }) {
      const expiresAt = new Date(now.getTime() + hours * 60 * 60 * 1_000)
      const data = { incidentId, revision, approvalId, memberId: actor.id, reason: "approved", expiresAt }
      await tx.reveal.create({ data })
      return { revision, hours }
    },
  }
  return { planned, world }
}
