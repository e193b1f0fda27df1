import type { SignIn } from "../sign-in.ts"
import { browserFamily } from "./browser-family.ts"
import type { SignedIn } from "./find-actor.ts"

export interface OwnSession {
  id: string
  browser: string
  beganAt: Date
  lastSeenAt: Date
  endsAt: Date
  /** The session in which this is asked. */
  isThis: boolean
}

/** One's own sessions that are still good, this one first, then those used last. */
export async function listSessions(signIn: SignIn, person: SignedIn): Promise<OwnSession[]> {
  const now = signIn.ctx.now()
  const idleSince = new Date(now.getTime() - signIn.ctx.config.session.idleMinutes * 60_000)
  const sessions = await signIn.database.session.findMany({
    where: { userId: person.id, expiresAt: { gt: now }, lastSeenAt: { gte: idleSince } },
    orderBy: { lastSeenAt: "desc" },
  })
  return sessions
    .map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      browser: browserFamily(userAgent),
      beganAt: createdAt,
      lastSeenAt,
      endsAt: expiresAt,
      isThis: id === person.sessionId,
    }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis))
}
