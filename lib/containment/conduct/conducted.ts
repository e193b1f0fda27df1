import type { LogoutRun, PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { About, SystemContext, Tx } from "../../core/context.ts"
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

/** What keeps a logout from going on. */
export interface Trouble {
  /** Which trouble it is and of what each, whatever its numbers: by that it is known what a person has seen. */
  keys: readonly string[]
  /** For people, with numbers and units. */
  words: string
}

/** As much of troubles as a pause tells; all of it stands in the ledger. */
const PAUSE_CHARACTERS_MAX = 1_000

/** Puts a step into the run's own ledger. */
export async function note(conducted: Conducted, finding: Finding): Promise<void> {
  await conducted.ctx.ledger((tx) => noteWithin(tx, conducted, finding))
}

async function noteWithin(tx: Tx, { run, logout }: Conducted, finding: Finding): Promise<void> {
  const { what, isGood, found, details = {} } = finding
  await tx.logoutEvent.create({
    data: { runId: run.id, phase: logout.phase, wave: logout.wave, what, isGood, found, details },
  })
}

/** What a person let it go on with stays a gap, and is told once of each phase and wave. */
async function noteAccepted(conducted: Conducted, what: string, troubles: readonly Trouble[]): Promise<void> {
  const { ctx, run, logout } = conducted
  const { phase, wave } = logout
  const accepted = troubles.flatMap(({ keys }) => keys).join("; ")
  const of = { runId: run.id, phase, wave, details: { path: ["accepted"], equals: accepted } }
  if ((await ctx.db.logoutEvent.count({ where: of })) > 0) return
  const found = `A person let it go on: ${troubles.map(({ words }) => words).join(". ")}`
  await note(conducted, { what, isGood: false, found, details: { accepted } })
}

/** Whether it still goes on, and here: asked before whatever cannot be taken back. */
export async function goesOn({ ctx, run, logout, conductorId }: Conducted): Promise<boolean> {
  const { phase, wave } = logout
  const still = { runId: run.id, conductorId, phase, wave, run: { state: "running" as const } }
  return (await ctx.db.logoutRun.count({ where: still })) === 1
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
        // What a person has seen of one phase is not seen in the next.
        data: { gateTrouble: null, ...change.logout, phase: to, phaseAt: ctx.now() },
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
 * Whether a person has seen these troubles and let it go on. Else the logout is paused: it waits for one, and never goes on
 * by itself. What a person will have seen is written with the pause, or not at all.
 */
export async function letGoOn(
  conducted: Conducted,
  what: string,
  troubles: readonly Trouble[],
): Promise<boolean> {
  const { ctx, run, logout } = conducted
  const seen = new Set(logout.gateTrouble === null ? [] : (JSON.parse(logout.gateTrouble) as string[]))
  if (troubles.length === 0) return true
  const keys = troubles.flatMap((trouble) => trouble.keys)
  if (keys.every((key) => seen.has(key))) {
    await noteAccepted(conducted, what, troubles)
    return true
  }
  const found = troubles.map(({ words }) => words).join(". ")
  const told = found.length > PAUSE_CHARACTERS_MAX ? `${found.slice(0, PAUSE_CHARACTERS_MAX)} …` : `${found}.`
  await pausePlannedRun(ctx, run.id, told, async (tx) => {
    const gateTrouble = JSON.stringify([...new Set([...seen, ...keys])])
    await tx.logoutRun.update({ where: { runId: run.id }, data: { gateTrouble } })
    await noteWithin(tx, conducted, { what, isGood: false, found })
  })
  return false
}
