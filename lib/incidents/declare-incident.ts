import { createHash, randomUUID } from "node:crypto"
import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { type Declaration, declarationSchema } from "./schemas.ts"

interface Declared {
  id: string
  number: number
}

/**
 * Declares an incident: it has a number, and its clock runs. Refuses a moment of awareness that is yet to come. Of
 * requests with one key by one actor the first declares and the others find what it declared; one that says something
 * else is refused.
 */
export async function declareIncident(ctx: Context, input: Declaration, key?: string): Promise<Declared> {
  const declared = parseInput(declarationSchema, input)
  if (declared.awareAt > ctx.now()) throw parseInput.refuse("awareAt", "This is yet to come")
  const { title, severity, awareAt } = declared
  const firstReport = declared.firstReport || null
  const id = key === undefined ? randomUUID() : idOf(ctx.actor.id, key)
  const about = ({ isNew }: { isNew: boolean }) =>
    isNew ? { incidentId: id, details: { title, severity } } : null
  const { number, isNew, ...held } = await ctx.mutate("incident.declare", about, async (tx) => {
    // Two with one key wait for each other, so that no number is lost to the second.
    if (key !== undefined) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`
    const earlier = key === undefined ? null : await tx.incident.findUnique({ where: { id } })
    if (earlier) return { ...earlier, isNew: false }
    const data = { id, title, severity, awareAt, firstReport, declaredBy: ctx.actor.id }
    return { ...(await tx.incident.create({ data })), isNew: true }
  })
  const isSame =
    held.title === title &&
    held.severity === severity &&
    held.firstReport === firstReport &&
    +held.awareAt === +awareAt
  if (!isNew && !isSame && !(await wasCorrected(ctx, id)))
    throw new AppError(
      "conflict",
      `INC-${number} was declared by this form or key before, and says something else; begin a new one`,
    )
  return { id, number }
}

/** The same for the same actor and key: a UUID of version 8. */
function idOf(actorId: string, key: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(["incident", actorId, key]))
    .digest("hex")
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 3) | 8).toString(16)
  const [a, b, c, d, e] = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(13, 16),
    digest.slice(17, 20),
    digest.slice(20, 32),
  ]
  return `${a}-${b}-8${c}-${variant}${d}-${e}`
}

/** What was put right since says something else than what was declared. */
async function wasCorrected(ctx: Context, id: string): Promise<boolean> {
  return (await ctx.db.trailEntry.count({ where: { chainId: id, act: "incident.correct" } })) > 0
}
