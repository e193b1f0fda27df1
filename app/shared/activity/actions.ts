"use server"

import { refresh } from "next/cache"
import type { Context } from "../../../lib/core/context.ts"
import { printable } from "../../../lib/core/printable.ts"
import { anchorHeads } from "../../../lib/trail/anchor-heads.ts"
import { brokenLine, verifyTrail } from "../../../lib/trail/verify-trail.ts"
import { refusal } from "../../server/answer.ts"
import { requireActor } from "../../server/session.ts"

export type Verified =
  | { at: string; entries: number; chains: number; broken: string[] }
  | { message?: string }
export type Anchored = { chains: number; target: string } | { message?: string }

/** One verification at a time in this process: each holds a connection for as long as it reads. */
let verifying: ReturnType<typeof verifyTrail> | null = null

/** Verifies the whole trail as it is now; whoever asks while it is being verified gets the same answer. */
export async function verifyTrailAction(): Promise<Verified> {
  const ctx = await requireActor("trail.view")
  try {
    const at = ctx.now().toISOString()
    const { entries, chains, broken } = await verifyOnce(ctx)
    return { at, entries, chains, broken: broken.map((one) => printable(brokenLine(one))) }
  } catch (error) {
    return refusal(error)
  }
}

function verifyOnce(ctx: Context): ReturnType<typeof verifyTrail> {
  verifying ??= verifyTrail(ctx).finally(() => {
    verifying = null
  })
  return verifying
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
