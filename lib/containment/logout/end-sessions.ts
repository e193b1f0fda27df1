import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import type { RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import { tokenOf } from "../../runs/item-token.ts"
import type { Item, Lease, Outcome, RunUser, RunWork, UnknownItem, Whereabouts } from "../../runs/kind.ts"
import type { ListRows } from "../../runs/planning/list-rows.ts"
import { getAuthority, openKept } from "../authorities/get-authority.ts"
import { brake } from "./brake.ts"
import { leftBefore } from "./has-before.ts"
import { itemsOf, LOGOUT_TOKENS } from "./logout-items.ts"
import { type LogoutRow, openLogoutRows } from "./logout-rows.ts"
import { settingsOf } from "./logout-run.ts"
import type { LogoutPlan } from "./plan-shape.ts"
import { REASON } from "./reason.ts"
import { RevokeBatches } from "./revoke-batches.ts"
import type { LogoutSettings } from "./schemas.ts"
import { AHEAD_MAX, BATCH_MAX } from "./under-way.ts"

const AGAIN_S_MIN = 5
const AGAIN_S_MAX = 900
/** So many are asked about at once. */
const INSPECTED_AT_ONCE = 10

/** How a worker works off logouts: each subject's sessions are ended once, and never again after they have come back. */
export function endSessions(open: OpenAuthority): RunUser {
  return {
    kind: "logout",
    open: (ctx, run) => openEnding(ctx, open, run),
    gate: brake,
    // It ends with its proof: `lib/containment/conduct` finishes it.
    isFinishedElsewhere: true,
  }
}

interface Ending {
  run: PlannedRun
  settings: LogoutSettings
  authority: SessionAuthority
  batches: RevokeBatches
  rows: ListRows<LogoutRow>
  cutoff: Date
  plan: LogoutPlan
  key: Buffer
}

async function openEnding(ctx: SystemContext, open: OpenAuthority, run: PlannedRun): Promise<RunWork | null> {
  const settings = settingsOf(run)
  const kept = await getAuthority(ctx, settings.authorityId)
  if (kept.kind === "external") return null
  const { cutoff } = await ctx.db.logoutRun.findUniqueOrThrow({ where: { runId: run.id } })
  // It is fixed when the canaries are alive: until then no chunk is open, and nobody is to be logged out.
  if (cutoff === null) throw new AppError("conflict", "The cut-off of this logout is not fixed yet")
  const rows = await openLogoutRows(ctx, run)
  const authority = openKept(ctx, open, kept)
  const { bulkMax } = await authority.limits()
  const batches = new RevokeBatches(authority, { cutoff, reason: REASON }, Math.min(bulkMax, BATCH_MAX))
  const key = ctx.secret(LOGOUT_TOKENS)
  const plan = run.plan as unknown as LogoutPlan
  const ending: Ending = { run, settings, authority, batches, rows, cutoff, plan, key }
  return {
    batchMax: BATCH_MAX,
    aheadMax: AHEAD_MAX,
    paceKey: `logout:${kept.id}`,
    fill: async (fromRow, toRow) => itemsOf(run.id, key, await rows.between(fromRow, toRow)),
    async perform(item, lease) {
      try {
        return await end(ending, item, lease)
      } catch (error) {
        ctx.log.error("logout.failed", { error, runId: run.id })
        // Nothing is asked before all of it is there, so whatever fails has failed before.
        return putOff(item, {
          reason: "the list or the authority cannot be read",
          againInS: null,
          isPushback: true,
        })
      }
    },
    ...(canLookUp(authority) && { lookUp: (items) => lookUp(ending, items) }),
    close: () => authority.close(),
  }
}

async function end(ending: Ending, item: Item, lease: Lease): Promise<Outcome> {
  const { run, key, rows, authority, batches, settings, cutoff } = ending
  const { pseudonym, sub, skip } = await rows.at(item.row)
  const isTheirs = item.token === tokenOf(key, run.id, pseudonym) && skip === null
  invariant(isTheirs, "an item is about the subject of its row")
  // A wish for a new password is of whoever is on the list, whatever they have left, and safe to repeat.
  if (settings.requiresReset && authority.requireReset) {
    const asked = await authority.requireReset(sub, cutoff)
    if (asked.state !== "accepted")
      return outcomeOf(item, notBegun(asked, "the new password could not be asked for"))
  }
  const before = await lookBefore(ending, sub, item)
  if (before !== null) return before
  // So is a cut-off; ending sessions comes last.
  if (settings.epoch === "subject") await authority.setEpoch?.({ scope: "subject", sub }, cutoff)
  return outcomeOf(item, await batches.revoke(sub, item.token, lease.over))
}

/**
 * Of an authority that only knows "now", whoever has nothing from before the cut-off is left alone: they have come back, or
 * were never there. Who came back beside an older session is a person's to decide about once it may have been tried.
 */
async function lookBefore(
  { authority, cutoff, plan }: Ending,
  sub: string,
  item: Item,
): Promise<Outcome | null> {
  if (authority.isReplaySafe || !authority.inspect) return null
  const found = await authority.inspect(sub).catch(() => null)
  if (found === null)
    return putOff(item, {
      reason: "the authority could not be asked first",
      againInS: null,
      isPushback: true,
    })
  if (!found.isKnown) return { state: "rejected", reason: "404 no such subject" }
  if (leftBefore(found, cutoff, plan).survivors.length === 0)
    return { state: "accepted", reason: "nothing was left from before the cut-off" }
  const isBack = found.sessions.some(({ startedAt }) => startedAt >= cutoff)
  if (item.attempt > 1 && isBack)
    return {
      state: "rejected",
      reason: "came back while something older lives on: nobody is logged out twice",
    }
  return null
}

/** What was asked before anything was ended: nothing is lost if it is put off. */
function notBegun(asked: RevokeOutcome, reason: string): RevokeOutcome {
  if (asked.state === "rejected") return { state: "rejected", reason: `${asked.reason}; ${reason}` }
  const isPushback = asked.state === "deferred" && asked.isPushback
  return {
    state: "deferred",
    reason,
    againInS: asked.state === "deferred" ? asked.againInS : null,
    isPushback,
  }
}

function outcomeOf(item: Item, outcome: RevokeOutcome): Outcome {
  return outcome.state === "deferred" ? putOff(item, outcome) : outcome
}

/** How soon it may be tried again: later each time, and not before the authority wants it. */
function putOff(
  { attempt }: Item,
  { reason, againInS, isPushback }: { reason: string; againInS: number | null; isPushback: boolean },
): Outcome {
  const ownS = Math.min(AGAIN_S_MAX, AGAIN_S_MIN * 2 ** Math.min(attempt - 1, 8))
  return { state: "deferred", reason, againInS: Math.max(ownS, againInS ?? 0), isPushback }
}

function canLookUp({ isReplaySafe, inspect }: SessionAuthority): boolean {
  return isReplaySafe || inspect !== undefined
}

/**
 * What a crash left: of an authority whose ending is safe to repeat it is simply not done yet; any other is asked whether
 * something from before the cut-off still lives.
 */
async function lookUp(
  { authority, rows, cutoff, plan }: Ending,
  items: readonly UnknownItem[],
): Promise<Map<string, Whereabouts>> {
  if (authority.isReplaySafe) return new Map(items.map(({ token }) => [token, "absent"]))
  const found = new Map<string, Whereabouts>()
  for (let at = 0; at < items.length; at += INSPECTED_AT_ONCE) {
    const some = items.slice(at, at + INSPECTED_AT_ONCE)
    await Promise.all(
      some.map(async ({ row, token }) => {
        const { sub } = await rows.at(row)
        const inspection = await authority.inspect?.(sub).catch(() => null)
        if (inspection)
          found.set(token, leftBefore(inspection, cutoff, plan).survivors.length > 0 ? "absent" : "there")
      }),
    )
  }
  return found
}
