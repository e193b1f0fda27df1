import { setTimeout as wait } from "node:timers/promises"
import { importJWK, SignJWT } from "jose"
import type pg from "pg"
import type { ProviderSecrets } from "./provider-secrets.ts"

const AT_ONCE = 16
const IDLE_MS = 500
const ANSWER_MS_MAX = 5_000
const LIFETIME_S = 120
/** Longer than an attempt can take: whoever has not told by then was killed. */
const LEASE_S = 30
const PAUSES_S = [1, 5, 30, 120, 600] as const

interface LogoutMessage {
  id: string
  clientId: string
  accountId: string
  sid: string
  attempts: number
}

export interface OutboxParts {
  database: pg.Pool
  secrets: Pick<ProviderSecrets, "signing">
  issuer: string
  relyingPartyUrl: string
}

/**
 * Tells relying parties of ended sessions until it is told to stop: each message at least once, again after a failure,
 * and by the next process where one was killed over it.
 */
export async function deliverLogouts(parts: OutboxParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const told = await deliverDue(parts).catch(() => 0) // The database is away for a moment.
    if (told === 0) await wait(IDLE_MS, undefined, { signal }).catch(() => {})
  }
}

/** Makes one attempt at a few messages that are due, and tells at how many. */
export async function deliverDue(parts: OutboxParts): Promise<number> {
  const { rows } = await parts.database.query<LogoutMessage>(
    `UPDATE logout_message SET attempts = attempts + 1, next_at = now() + make_interval(secs => $2)
     WHERE id IN (SELECT id FROM logout_message WHERE next_at <= now() ORDER BY next_at LIMIT $1
       FOR UPDATE SKIP LOCKED)
     RETURNING id, client_id AS "clientId", account_id AS "accountId", sid, attempts`,
    [AT_ONCE, LEASE_S],
  )
  const attempts = await Promise.all(rows.map(async (one) => ({ one, isTold: await isTold(parts, one) })))
  const told = attempts.filter(({ isTold: is }) => is).map(({ one }) => one.id)
  const failed = attempts.filter(({ isTold: is }) => !is).map(({ one }) => one)
  if (told.length > 0) await parts.database.query("DELETE FROM logout_message WHERE id = ANY ($1)", [told])
  if (failed.length > 0)
    await parts.database.query(
      `UPDATE logout_message m SET next_at = now() + make_interval(secs => f.pause)
       FROM unnest($1::uuid[], $2::int[]) AS f (id, pause) WHERE m.id = f.id`,
      [failed.map(({ id }) => id), failed.map(({ attempts: made }) => pauseS(made))],
    )
  return rows.length
}

function pauseS(attempts: number): number {
  return PAUSES_S[Math.min(attempts, PAUSES_S.length) - 1] ?? 1
}

async function isTold(parts: OutboxParts, message: LogoutMessage): Promise<boolean> {
  try {
    const response = await fetch(`${parts.relyingPartyUrl}/backchannel-logout`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ logout_token: await logoutToken(parts, message) }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    await response.body?.cancel()
    return response.status === 200 || response.status === 204
  } catch {
    return false
  }
}

/** As OpenID Connect Back-Channel Logout 1.0, section 2.4, has it. */
async function logoutToken(
  { secrets: { signing }, issuer }: OutboxParts,
  { id, clientId, accountId, sid }: LogoutMessage,
): Promise<string> {
  return await new SignJWT({ sid, events: { "http://schemas.openid.net/event/backchannel-logout": {} } })
    .setProtectedHeader({ alg: signing.alg, kid: signing.kid, typ: "logout+jwt" })
    .setIssuer(issuer)
    .setSubject(accountId)
    .setAudience(clientId)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_S}s`)
    .setJti(id)
    .sign(await importJWK(signing, signing.alg))
}
