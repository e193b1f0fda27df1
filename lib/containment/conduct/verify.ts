import { moveItems } from "../../runs/move-items.ts"
import type { SampleCounts } from "../logout/sample-counts.ts"
import { openWave } from "./chunks.ts"
import { advance, type Conducted, letGoOn, note } from "./conducted.ts"
import { endCanaries } from "./end-canaries.ts"
import { tryAllFresh } from "./fresh-canaries.ts"
import { putOffTrouble } from "./put-off.ts"
import { inspectSample, survivingRows } from "./sample.ts"
import { settlesAtOf } from "./settle.ts"

/** Subjects that survived are ended anew so often; what survives then is a gap. */
const REPEATS_MAX = 2

/**
 * When all waves are over: the last canaries die, fresh tokens are taken, and real subjects are inspected. Subjects that
 * survived are begun anew. Then it settles, until what only expires has expired.
 */
export async function verify(conducted: Conducted): Promise<void> {
  const wave = await openWave(conducted)
  const putOff = putOffTrouble(wave, conducted.ctx.now())
  // Survivors that are begun anew, and those of whom it turned out that they were not ended.
  if (wave.unfinished > 0 && (putOff === null || !(await letGoOn(conducted, "wave", [putOff])))) return
  const canaries = await endCanaries(conducted, "late")
  if (canaries.isPending) return
  const sample = await inspectSample(conducted)
  if (sample === null) return
  const found = sampleWords(sample)
  const isEnough = sample.inspected >= sample.needed
  const isGood = sample.survivors === 0 && isEnough
  await note(conducted, { what: "sample", isGood, found, details: { ...sample } })
  if (sample.survivors > 0 && conducted.logout.repeats < REPEATS_MAX) {
    await beginAnew(conducted)
    return
  }
  const fresh = await tryAllFresh(conducted)
  const troubles = [
    ...fresh
      .filter(({ isTaken }) => !isTaken)
      .map(({ kind, reason }) => ({
        keys: [`fresh ${kind}`],
        words: `Fresh tokens of kind ${kind} are not taken (${reason}): people may not come back`,
      })),
    ...(conducted.authority.inspect && !isEnough ? [{ keys: ["sample"], words: found }] : []),
  ]
  if (!(await letGoOn(conducted, "gate", troubles))) return
  await advance(conducted, "settling", { logout: { settlesAt: await settlesAtOf(conducted) } })
}

function sampleWords({ needed, inspected, survivors, expiring, unseen }: SampleCounts): string {
  const left =
    survivors === 0
      ? "nothing that should be dead is left"
      : `${survivors} still have something that should be dead`
  const later = expiring > 0 ? `; ${expiring} have tokens that only expire` : ""
  const missing = unseen > 0 ? `; ${unseen} could not be asked about` : ""
  return `${inspected} subjects were inspected (${needed} are needed): ${left}${later}${missing}`
}

async function beginAnew(conducted: Conducted): Promise<void> {
  const { ctx, run, logout } = conducted
  const rows = await survivingRows(ctx, run.id)
  await ctx.ledger(async (tx) => {
    await moveItems(
      tx,
      run.id,
      rows.map((row) => ({
        row,
        from: ["accepted"],
        to: "queued",
        reason: "inspected: something was left",
        isDisproved: true,
      })),
    )
    await tx.logoutSample.deleteMany({ where: { runId: run.id, row: { in: rows } } })
  })
  await note(conducted, {
    what: "sample",
    isGood: false,
    found: `${rows.length} subjects are ended anew: something from before the cut-off was left`,
  })
  await advance(conducted, "wave", {
    logout: { repeats: logout.repeats + 1 },
    told: { survivors: rows.length },
  })
}
