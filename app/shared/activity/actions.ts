"use server"

import { refresh } from "next/cache"
import { printable } from "../../../lib/core/printable.ts"
import { anchorHeads } from "../../../lib/trail/anchor-heads.ts"
import { brokenLine, verifyTrail } from "../../../lib/trail/verify-trail.ts"
import { refusal } from "../../server/answer.ts"
import { requireActor } from "../../server/session.ts"

export type Verified =
  | { at: string; entries: number; chains: number; broken: string[] }
  | { message?: string }
export type Anchored = { chains: number; target: string } | { message?: string }

/** Verifies the whole trail as it is now. */
export async function verifyTrailAction(): Promise<Verified> {
  const ctx = await requireActor("trail.view")
  try {
    const at = ctx.now().toISOString()
    const { entries, chains, broken } = await verifyTrail(ctx)
    return { at, entries, chains, broken: broken.map((one) => printable(brokenLine(one))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Gives the ends of all chains to whom the settings name. */
export async function anchorTrailAction(): Promise<Anchored> {
  const ctx = await requireActor("trail.anchor")
  try {
    const anchored = await anchorHeads(ctx)
    refresh()
    return { chains: anchored?.heads.length ?? 0, target: anchored?.target ?? "" }
  } catch (error) {
    return refusal(error)
  }
}
