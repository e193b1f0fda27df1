import type { PlannedAct } from "../../access/approvals/planned-act.ts"
import { may } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { figure } from "../../core/figure.ts"
import { parseInput } from "../../core/parse-input.ts"
import { findResult, getResult } from "../revisions/get-result.ts"
import { minutesFrom, PEOPLE_HOURS } from "./reveal-limits.ts"
import { type RevealAll, revealPeopleSchema } from "./schemas.ts"

/**
 * Shows one member who all the people of a revision are, for eight hours. Refuses members whose role may not see that,
 * and revisions that are not done.
 */
export const revealPeople: PlannedAct<RevealAll> = {
  act: "people.reveal",
  label: "Reveal all names",
  parse: (input) => parseInput(revealPeopleSchema, input),
  incidentOf: ({ incidentId }) => incidentId,
  plan,
  async perform(tx, { actor, now, approvalId }, { incidentId, revision, memberId }) {
    if (actor.id !== memberId) throw new AppError("forbidden", "Names are revealed to whoever asked for them")
    const expiresAt = minutesFrom(now, PEOPLE_HOURS * 60)
    const { reason } = await tx.approval.findUniqueOrThrow({
      where: { id: approvalId },
      select: { reason: true },
    })
    await tx.reveal.create({
      data: { incidentId, revision, memberId, reason, approvalId, revealedAt: now, expiresAt },
    })
    return { revision, member: memberId, until: expiresAt.toISOString() }
  },
}

async function plan(ctx: Context, { incidentId, revision, memberId }: RevealAll) {
  const member = await ctx.db.user.findUnique({ where: { id: memberId } })
  if (!member || member.deactivatedAt !== null)
    throw new AppError("precondition", "Whoever is to see the names does not work here any more")
  if (!may(member, "people.reveal").allowed)
    throw new AppError(
      "precondition",
      `All names are for security and legal; ${member.name} is ${member.role}`,
    )
  const incident = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!incident) throw new AppError("not_found", "There is no such incident")
  const result = await getResult(ctx, incident, revision)
  // With a newer revision there, who asked and who approves have to look at that.
  const latest = await findResult(ctx, incident)
  const latestRevision = latest?.revision.number ?? revision
  const { accounts, digest } = result.summary
  const people = accounts.either_upper
  return {
    sentences: [
      `The names and addresses of ${figure(people)} people of revision ${revision} become visible to ${member.name} for ${PEOPLE_HOURS} hours: in lists, on pages and in exports.`,
      "So do the log lines of their misbound events, with internet addresses and sessions, and what they call their devices.",
    ],
    revision,
    facts: { revisionId: result.revision.id, digest, people, memberId, role: member.role, latestRevision },
  }
}
