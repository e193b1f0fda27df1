import { betterAuth } from "better-auth"
import { prismaAdapter } from "better-auth/adapters/prisma"
import type { PrismaClient } from "../../prisma/generated/client.ts"
import type { Config } from "../core/config.ts"
import type { Actor } from "../core/context.ts"
import { roles } from "../core/permissions.ts"
import { PASSWORD_CHARACTERS_MIN } from "./add-local-account.ts"

const SESSION_S = 12 * 60 * 60

/** Sign-in with local accounts; sessions live in the database. Nobody can register on their own. */
export function openSignIn(database: PrismaClient, config: Config, secret: string) {
  return betterAuth({
    database: prismaAdapter(database, { provider: "postgresql" }),
    secret,
    baseURL: config.url,
    trustedOrigins: [config.url, `http://127.0.0.1:${config.port}`, `http://localhost:${config.port}`],
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_CHARACTERS_MIN },
    session: { expiresIn: SESSION_S, updateAge: SESSION_S / 12 },
    user: { additionalFields: { role: { type: "string", input: false, required: true } } },
  })
}

export type SignIn = ReturnType<typeof openSignIn>

/** Who the browser that sent these headers is signed in as, or null. */
export async function findActor(
  signIn: SignIn,
  headers: Headers,
): Promise<(Actor & { email: string }) | null> {
  const session = await signIn.api.getSession({ headers })
  if (!session) return null
  const { id, name, email, role } = session.user
  const held = roles.find((one) => one === role)
  return held ? { id, name, email, role: held } : null
}
