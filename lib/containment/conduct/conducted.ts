import type { LogoutRun, PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { About, SystemContext } from "../../core/context.ts"
import { invariant } from "../../core/errors.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"
import { pausePlannedRun } from "../../runs/pause-planned-run.ts"
import { sealOf } from "../../runs/seal-run.ts"
import type { LogoutPlan } from "../logout/plan-shape.ts"
import { isOver, type LogoutPhase, mayAdvance } from "../logout/rules.ts"
import type { LogoutSettings } from "../logout/schemas.ts"

/** A logout as one worker brings it from phase to phase, for a while. */
export interface Conducted {
  ctx: SystemContext
  run: PlannedRun
  logout: LogoutRun & { phase: LogoutPhase }
  settings: LogoutSettings
  plan: LogoutPlan
  authority: SessionAuthority
  /** Which worker conducts it: what another one has taken over is not written any more. */
  conductorId: string
}

/** What was asked, and what was found. */
export interface Finding {
  /** switch, canary, cutoff, epoch, wave, gate, sample, settle, close */
  what: string
  isGood: boolean
  /** In words of ours, with numbers and units. */
  found: string
  details?: Prisma.InputJsonObject
}

/** Puts a step into the run's own ledger. */
export async function note({ ctx, run, logout }: Conducted, finding: Finding): Promise<void> {
  const { what, isGood, found, details = {} } = finding
  await ctx.ledger((tx) =>
    tx.logoutEvent.create({
      data: { runId: run.id, phase: logout.phase, wave: logout.wave, what, isGood, found, details },
    }),
  )
}

/**
 * Brings a logout to its next phase, and changes what goes with it. Gives false, and does nothing, where it is not in this
 * phase any more, does not go on, or another worker conducts it.
 */
export async function advance(
  { ctx, run, logout, conductorId }: Conducted,
  to: LogoutPhase,
  change: {
    logout?: Prisma.LogoutRunUpdateManyMutationInput
    openChunks?: number
    told?: Prisma.InputJsonObject
  } = {},
): Promise<boolean> {
  const from = logout.phase
  invariant(mayAdvance(from, to), `no logout goes from ${from} to ${to}`)
  const entry = await ctx.mutate(
    "logout.advance",
    (about: About | null) => about,
    async (tx) => {
      const [held] = await tx.$queryRaw<{ isOurs: boolean }[]>`
        SELECT r.state = 'running' AND l.phase::text = ${from} AND l.wave = ${logout.wave}
          AND l.conductor_id = ${conductorId}::uuid AS "isOurs"
        FROM planned_run r JOIN logout_run l ON l.run_id = r.id
        WHERE r.id = ${run.id}::uuid FOR NO KEY UPDATE`
      if (!held?.isOurs) return null
      await tx.logoutRun.update({
        where: { runId: run.id },
        data: { ...change.logout, phase: to, phaseAt: ctx.now() },
      })
      if (change.openChunks !== undefined)
        await tx.plannedRun.update({ where: { id: run.id }, data: { openChunks: change.openChunks } })
      // The run ends with its logout, and not when its last item does.
      if (isOver(to))
        await tx.plannedRun.update({
          where: { id: run.id },
          data: { state: "finished", endedAt: ctx.now(), sealedAt: ctx.now() },
        })
      const details = { from, to, ...change.told, ...(await sealOf(tx, run)) }
      return { incidentId: run.incidentId, details }
    },
  )
  return entry !== null
}

/**
 * Whether a person has seen just these troubles and let it go on. Else the logout is paused: it waits for one, and never
 * goes on by itself.
 */
export async function letGoOn(
  conducted: Conducted,
  what: string,
  troubles: readonly string[],
): Promise<boolean> {
  if (troubles.length === 0) return true
  const { ctx, run, logout } = conducted
  const seen = logout.gateTrouble === null ? [] : (JSON.parse(logout.gateTrouble) as string[])
  const kinds = troubles.map(kindOf)
  if (kinds.every((kind) => seen.includes(kind))) return true
  const trouble = troubles.join(". ")
  await note(conducted, { what, isGood: false, found: trouble })
  const gateTrouble = JSON.stringify([...new Set([...seen, ...kinds])])
  await ctx.ledger((tx) => tx.logoutRun.update({ where: { runId: run.id }, data: { gateTrouble } }))
  await pausePlannedRun(ctx, run.id, `${trouble}.`)
  return false
}

/** Numbers move between two looks: what a person has seen is which troubles there are. */
function kindOf(trouble: string): string {
  return trouble.replaceAll(/\d+/g, "#")
}
