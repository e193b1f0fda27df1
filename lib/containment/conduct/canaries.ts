import type { Canary, CanaryProbe } from "../../../prisma/generated/client.ts"
import type { MintedCanary, ProbeVerdict, TokenKind } from "../../core/session-authority.ts"
import { openCanary, sealCanary } from "../logout/canary-secret.ts"
import { type CanaryTarget, effectOn } from "../logout/effects.ts"
import type { Conducted } from "./conducted.ts"

export type CanaryRole = "early" | "late" | "fresh"
export type ProbePoint = "before" | "after" | "settled"

export type WatchedCanary = Canary & { probes: CanaryProbe[] }

/** The canaries of a run, with what was seen of them. */
export async function listCanaries({ ctx, run }: Pick<Conducted, "ctx" | "run">): Promise<WatchedCanary[]> {
  return await ctx.db.canary.findMany({
    where: { runId: run.id },
    include: { probes: { orderBy: { at: "asc" } } },
    orderBy: { mintedAt: "asc" },
  })
}

/** Mints a canary and keeps it sealed; `beside` has another one of the same account. */
export async function mint(
  { ctx, run, authority }: Conducted,
  target: CanaryTarget,
  role: CanaryRole,
  beside: WatchedCanary | undefined,
): Promise<WatchedCanary> {
  const sub = beside && openCanary(ctx, beside).sub
  const minted = await authority.mintCanary(target.kind, sub, target.relyingParty ?? undefined)
  const { kind, relyingParty, mintedAt, expiresAt } = minted
  const sealed = sealCanary(ctx, run.id, minted)
  const canary = await ctx.ledger((tx) =>
    tx.canary.create({ data: { runId: run.id, kind, relyingParty, sealed, role, mintedAt, expiresAt } }),
  )
  return { ...canary, probes: [] }
}

/**
 * Looks whether a canary is alive, and writes down what was found. One that would have expired by now is dead by itself:
 * where it should have died at once, that proves nothing, and is an error.
 */
export async function probe(
  { ctx, authority, plan }: Conducted,
  canary: WatchedCanary,
  point: ProbePoint,
): Promise<ProbeVerdict> {
  const asked: Pick<MintedCanary, "kind" | "relyingParty" | "token" | "sub"> = {
    kind: canary.kind as TokenKind,
    relyingParty: canary.relyingParty,
    ...openCanary(ctx, canary),
  }
  const found = await authority.probe(asked)
  const hasExpired = canary.expiresAt !== null && canary.expiresAt <= ctx.now()
  const isVoid = point !== "before" && hasExpired && effectOn(plan, canary)?.effect === "immediate"
  const verdict: ProbeVerdict =
    isVoid && found.verdict === "dead"
      ? { verdict: "error", reason: "it had expired by itself meanwhile" }
      : found
  const kept = await ctx.ledger((tx) =>
    tx.canaryProbe.create({
      data: { canaryId: canary.id, point, verdict: verdict.verdict, reason: verdict.reason },
    }),
  )
  canary.probes.push(kept)
  return verdict
}

/** Clocks of authorities may differ by this, and a login's instant is known to the second. */
const AFTER_MINTING_MS = 2_000

/** A cut-off, in whole seconds, that what was begun at these instants is surely before. */
export function cutoffAfter(instants: readonly Date[]): Date {
  const last = Math.max(...instants.map((instant) => instant.getTime()))
  return new Date(Math.ceil((last + AFTER_MINTING_MS) / 1_000) * 1_000)
}

/** The last that was seen of a canary at one point; null where nobody has looked. An error is never "dead". */
export function lastSeen(canary: WatchedCanary, point: ProbePoint): CanaryProbe | null {
  return canary.probes.findLast((one) => one.point === point) ?? null
}
