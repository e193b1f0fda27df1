import type { Canary } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { openSecret, sealSecret } from "../../core/sealed-secret.ts"

/** What canaries are sealed for. */
const PURPOSE = "logout canaries"

/** What proves a canary: its account, and the token. */
export interface CanarySecret {
  sub: string
  token: string
}

export function sealCanary(
  ctx: Pick<Context, "secret">,
  runId: string,
  { sub, token }: CanarySecret,
): string {
  return sealSecret(ctx, { purpose: PURPOSE, id: runId }, JSON.stringify({ sub, token }))
}

/** What proves a canary, opened. */
export function openCanary(ctx: Pick<Context, "secret">, { runId, sealed }: Canary): CanarySecret {
  return JSON.parse(openSecret(ctx, { purpose: PURPOSE, id: runId }, sealed)) as CanarySecret
}
