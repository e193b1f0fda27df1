import type { BetterAuthOptions, BetterAuthPlugin } from "better-auth"
import { betterAuth } from "better-auth"
import { prismaAdapter } from "better-auth/adapters/prisma"
import { createAuthEndpoint } from "better-auth/api"
import { symmetricDecrypt } from "better-auth/crypto"
import { twoFactor } from "better-auth/plugins"
import { z } from "zod"
import type { PrismaClient } from "../../prisma/generated/client.ts"
import type { SystemContext } from "../core/context.ts"
import { openSystemContext, type Resources } from "./open-context.ts"
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from "./people/password-limits.ts"
import { openProvider, type Provider } from "./single-sign-on/open-provider.ts"

/** What sign-in needs; sessions, passwords and second factors are read and written here alone. */
export interface SignIn {
  /** better-auth; no route of its own is mounted. */
  api: Local["api"]
  /** Tocsin itself, which opens sessions to people who are nobody yet. */
  ctx: SystemContext
  database: PrismaClient
  /** The name of a cookie, such as `two_factor`, as better-auth sets it here. */
  cookieName(name: string): Promise<string>
  /** What a browser is to keep whose session has this token now. */
  cookiesOf(token: string): Promise<readonly string[]>
  /** What better-auth keeps encrypted: secrets of authenticators, and backup codes. */
  decrypt(stored: string): Promise<string>
  /** Single sign-on, where it is set up. */
  provider: Provider | null
}

type Local = ReturnType<typeof openLocal>

/** Sign-in with passwords, second factors and single sign-on; sessions live in the database. Nobody can register. */
export function openSignIn(resources: Resources, secret: string): SignIn {
  const options = optionsOf(resources, secret)
  const local = openLocal(options, new URL(resources.config.url).host)
  const ctx = openSystemContext(resources)
  return {
    api: local.api,
    ctx,
    database: resources.database,
    cookieName: async (name) => (await local.$context).createAuthCookie(name).name,
    cookiesOf: async (token) =>
      (await local.api.keepSession({ body: { token }, returnHeaders: true })).headers.getSetCookie(),
    decrypt: async (stored) =>
      await symmetricDecrypt({ key: (await local.$context).secretConfig, data: stored }),
    provider: openProvider(options, ctx, resources.database),
  }
}

function openLocal(options: ReturnType<typeof optionsOf>, host: string) {
  return betterAuth({
    ...options,
    plugins: [
      // limits.ts counts wrong codes, in the same way as wrong passwords.
      twoFactor({ issuer: `Tocsin ${host}`, accountLockout: { enabled: false } }),
      sessionKeeping,
    ],
  })
}

/** Says what a browser is to keep of a session that was written without better-auth, in the one transaction of its act. */
const sessionKeeping = {
  id: "session-keeping",
  endpoints: {
    keepSession: createAuthEndpoint.serverOnly(
      { method: "POST", body: z.object({ token: z.string() }) },
      async (asked) => {
        const { authCookies, secret, sessionConfig } = asked.context
        const { name, attributes } = authCookies.sessionToken
        const kept = { ...attributes, maxAge: sessionConfig.expiresIn }
        await asked.setSignedCookie(name, asked.body.token, secret, kept)
      },
    ),
  },
} satisfies BetterAuthPlugin

/** What sign-in by password and by single sign-on have in common: tables, cookies and sessions. */
function optionsOf({ database, config }: Resources, secret: string) {
  return {
    database: prismaAdapter(database, { provider: "postgresql" }),
    secret,
    baseURL: config.url,
    trustedOrigins: [config.url, `http://127.0.0.1:${config.port}`, `http://localhost:${config.port}`],
    telemetry: { enabled: false },
    // Without what comes with a message, which may name people.
    logger: {
      level: "error",
      log: (_, message) => void process.stderr.write(`tocsin: sign-in: ${message}\n`),
    },
    advanced: { ipAddress: { disableIpTracking: true } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_CHARACTERS_MIN,
      maxPasswordLength: PASSWORD_CHARACTERS_MAX,
    },
    session: {
      expiresIn: config.session.hours * 60 * 60,
      disableSessionRefresh: true,
      additionalFields: {
        lastSeenAt: { type: "date", required: true, input: false, defaultValue: () => new Date() },
      },
    },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        twoFactorEnabled: { type: "boolean", required: false, input: false },
        deactivatedAt: { type: "date", required: false, input: false },
      },
    },
    account: { updateAccountOnSignIn: false, accountLinking: { disableImplicitLinking: true } },
    databaseHooks: {
      session: { create: { before: async ({ userId }) => await isActive(database, userId) } },
    },
  } as const satisfies BetterAuthOptions
}

async function isActive(database: PrismaClient, id: string): Promise<boolean> {
  return (await database.user.count({ where: { id, deactivatedAt: null } })) === 1
}
