import type { Actor } from "../../core/context.ts"
import { type Role, roles } from "../../core/permissions.ts"
import type { SignIn } from "../sign-in.ts"

const TOUCH_EVERY_MS = 60_000

/** Who a browser is signed in as. */
export interface SignedIn extends Actor {
  role: Role
  email: string
  sessionId: string
  hasSecondFactor: boolean
  /** This installation asks for a second factor, and they have none yet: until then they may do nothing else. */
  isSecondFactorMissing: boolean
}

interface Looking {
  /** What a page does by itself, such as following a run, does not keep a session alive. */
  isUse?: boolean
}

/**
 * Who the browser that sent these headers is signed in as, or null: a session is worth nothing when its hours are over,
 * nobody has used it for a while, or its member was deactivated.
 */
export async function findActor(
  signIn: SignIn,
  headers: Headers,
  { isUse = true }: Looking = {},
): Promise<SignedIn | null> {
  const found = await signIn.api.getSession({ headers })
  if (!found) return null
  const { session, user } = found
  const { config } = signIn.ctx
  const now = signIn.ctx.now()
  const idleMs = now.getTime() - session.lastSeenAt.getTime()
  const role = roles.find((one) => one === user.role)
  if (idleMs > config.session.idleMinutes * 60_000) {
    await signIn.database.session.deleteMany({ where: { id: session.id } })
    return null
  }
  if (role === undefined || user.deactivatedAt) return null
  if (isUse && idleMs >= TOUCH_EVERY_MS)
    await signIn.database.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  const hasSecondFactor = user.twoFactorEnabled === true
  return {
    id: user.id,
    name: user.name,
    role,
    email: user.email,
    sessionId: session.id,
    hasSecondFactor,
    isSecondFactorMissing:
      config.secondFactor === "required" && !hasSecondFactor && (await hasPassword(signIn, user.id)),
  }
}

/** Whoever signs in through a provider alone has their second factor there. */
export async function hasPassword(signIn: SignIn, userId: string): Promise<boolean> {
  return (await signIn.database.account.count({ where: { userId, providerId: "credential" } })) > 0
}
