import { createHmac, timingSafeEqual } from "node:crypto"
import type { Context } from "../../core/context.ts"

/** How long an opened letter stays open to whoever opened it. */
export const OPEN_MINUTES = 60

/**
 * What stands in an address for having opened a letter: who, which one and until when, signed. The trail knows that it was
 * opened; nobody else can use it, and nobody can after its hour.
 */
export function markOpened(ctx: Pick<Context, "actor" | "secret" | "now">, id: number): string {
  const until = Math.floor(ctx.now().getTime() / 60_000) + OPEN_MINUTES
  return `${until}.${signatureOf(ctx, id, until)}`
}

/** Whether this is what `markOpened` gave the same member for the same letter, within its hour. */
export function isOpened(
  ctx: Pick<Context, "actor" | "secret" | "now">,
  id: number,
  mark: string | undefined,
): boolean {
  const [, until = "", given = ""] = /^(\d{1,12})\.([\w-]{43})$/.exec(mark ?? "") ?? []
  if (given === "" || Number(until) * 60_000 < ctx.now().getTime()) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(signatureOf(ctx, id, Number(until))))
}

function signatureOf(
  { actor, secret }: Pick<Context, "actor" | "secret">,
  id: number,
  until: number,
): string {
  return createHmac("sha256", secret("inbox")).update(`${actor.id}\n${id}\n${until}`).digest("base64url")
}
