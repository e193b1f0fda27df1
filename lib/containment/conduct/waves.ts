import { OPERATORS_PART } from "../logout/settings.ts"
import { nextPart, openWave } from "./chunks.ts"
import { advance, type Conducted, letGoOn, note } from "./conducted.ts"
import { endCanaries } from "./end-canaries.ts"
import { tryFresh } from "./fresh-canaries.ts"
import { gateTroubles } from "./gate-rules.ts"
import { putOffTrouble } from "./put-off.ts"
import { setEpoch } from "./set-epoch.ts"

/** Who can be asked about what is unknown is asked for so long before the gate looks. */
const UNKNOWN_MS_MAX = 5 * 60_000

/**
 * A wave is over when all that is open has come to its end, or a person lets it go on without what is put off; what nobody
 * knows is asked about for a while.
 */
export async function watchWave(conducted: Conducted): Promise<void> {
  const wave = await openWave(conducted)
  const { ctx, logout, plan } = conducted
  if (wave.unfinished > 0) {
    const trouble = putOffTrouble(wave, ctx.now())
    if (trouble === null || !(await letGoOn(conducted, "wave", [trouble]))) return
  }
  const waitedMs = ctx.now().getTime() - (logout.phaseAt?.getTime() ?? 0)
  const canBeAsked = plan.isReplaySafe || plan.canInspect
  if (wave.unknown > 0 && canBeAsked && waitedMs < UNKNOWN_MS_MAX) return
  await note(conducted, {
    what: "wave",
    isGood: wave.unknown === 0 && wave.rejected === 0,
    found: `${wave.done} subjects are done so far, ${wave.rejected} of them failed, of ${wave.unknown} nobody knows`,
  })
  await advance(conducted, "gate")
}

/**
 * Between two waves: canaries, a fresh login, the authority's own counts and what became of the wave. Trouble pauses the
 * run; it goes on when a person lets it, who has seen just that trouble.
 */
export async function passGate(conducted: Conducted): Promise<void> {
  const canaries = await endCanaries(conducted, "early")
  if (canaries.isPending) return
  const name = ({ kind, relyingParty }: { kind: string; relyingParty: string }) =>
    `${kind} at ${relyingParty}`
  const troubles = gateTroubles({
    wave: await openWave(conducted),
    survivors: canaries.survivors.map(name),
    unseen: canaries.unseen.map(name),
    fresh: await tryFresh(conducted),
    health: await healthOf(conducted),
  })
  if (!(await letGoOn(conducted, "gate", troubles))) return
  if (troubles.length === 0)
    await note(conducted, { what: "gate", isGood: true, found: "Nothing stands against going on" })
  await openNext(conducted)
}

async function healthOf({ authority }: Conducted) {
  return (await authority.health?.().catch(() => null)) ?? null
}

async function openNext(conducted: Conducted): Promise<void> {
  const next = await nextPart(conducted)
  if (next === null) {
    await advance(conducted, "verifying")
    return
  }
  if (conducted.plan.epoch.mode === "cohorts" && !(await setCohortEpoch(conducted, next.part))) return
  const wave = conducted.logout.wave + 1
  await advance(conducted, "wave", {
    logout: { wave },
    openChunks: next.openChunks,
    told: { part: next.part, wave },
  })
}

/** With each wave the cut-off of its cohort: the same people, by the hash that apps agree on. */
async function setCohortEpoch(conducted: Conducted, part: string): Promise<boolean> {
  if (part === OPERATORS_PART) return true
  const cohort = Number(part.slice(part.lastIndexOf("-") + 1)) - 1
  const scope = { scope: "cohort", modulus: conducted.settings.waves, cohort } as const
  return await setEpoch(conducted, scope, `of cohort ${cohort + 1}`)
}
