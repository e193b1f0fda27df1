import { moveItems } from "../../runs/move-items.ts"
import { effectsOf, longestWindowS } from "../logout/effects.ts"
import type { SampleCounts } from "../logout/sample-counts.ts"
import { advance, type Conducted, letGoOn, note } from "./conducted.ts"
import { endCanaries } from "./end-canaries.ts"
import { tryAllFresh } from "./fresh-canaries.ts"
import { inspectSample, survivingRows } from "./sample.ts"

/** Subjects that survived are ended anew so often; what survives then is a gap. */
const REPEATS_MAX = 2

/**
 * When all waves are over: the last canaries die, fresh tokens are taken, and real subjects are inspected. Subjects that
 * survived are begun anew. Then it settles, until what only expires has expired.
 */
export async function verify(conducted: Conducted): Promise<void> {
  const canaries = await endCanaries(conducted, "late")
  if (canaries.isPending) return
  const sample = await inspectSample(conducted)
  await note(conducted, {
    what: "sample",
    isGood: sample.survivors === 0 && sample.inspected >= sample.needed,
    found: sampleWords(sample),
    details: { ...sample },
  })
  if (sample.survivors > 0 && conducted.logout.repeats < REPEATS_MAX) {
    await beginAnew(conducted)
    return
  }
  const fresh = await tryAllFresh(conducted)
  const refused = fresh.filter(({ isTaken }) => !isTaken)
  const troubles = refused.map(
    ({ kind, reason }) => `Fresh tokens of kind ${kind} are not taken (${reason}): people may not come back`,
  )
  if (!(await letGoOn(conducted, "gate", troubles))) return
  await advance(conducted, "settling", {
    logout: { settlesAt: await settlesAt(conducted), gateTrouble: null },
  })
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

/** From the last end on, the longest window of what only expires; now, where nobody knows one. */
async function settlesAt({ ctx, run, plan }: Conducted): Promise<Date> {
  const windowS = longestWindowS(effectsOf(plan)) ?? 0
  const [last] = await ctx.ledger(
    (tx) =>
      tx.$queryRaw<
        { at: Date | null }[]
      >`SELECT max(sent_at) AS at FROM run_item WHERE run_id = ${run.id}::uuid`,
  )
  return new Date((last?.at ?? ctx.now()).getTime() + windowS * 1_000)
}
