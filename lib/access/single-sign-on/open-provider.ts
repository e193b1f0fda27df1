import { type BetterAuthOptions, betterAuth } from "better-auth"
import { genericOAuth } from "better-auth/plugins/generic-oauth"
import type { PrismaClient } from "../../../prisma/generated/client.ts"
import type { SingleSignOn } from "../../core/config.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { admit, PROVIDER } from "./admit.ts"

export const CALLBACK_PATH = "/api/sign-in/single/callback"

const ANSWER_MS_MAX = 15_000

export interface Provider {
  /** What people call it. */
  name: string
  /** @throws AppError unavailable while the provider cannot be found */
  open(): Promise<ReturnType<typeof connect>["api"]>
}

/** The provider of single sign-on; apart from passwords, so that one that is down keeps nobody else out. */
export function openProvider(
  options: BetterAuthOptions,
  ctx: SystemContext,
  database: PrismaClient,
): Provider | null {
  const settings = ctx.config.singleSignOn
  if (!settings) return null
  let opened: ReturnType<typeof connect> | null = null
  return {
    name: settings.name,
    async open() {
      opened ??= connect(options, settings, ctx, database)
      const { api, $context } = opened
      await Promise.race([$context, late(settings.name)])
      return api
    },
  }
}

function connect(
  options: BetterAuthOptions,
  settings: SingleSignOn,
  ctx: SystemContext,
  database: PrismaClient,
) {
  const { issuer, clientId, clientSecret } = settings
  return betterAuth({
    ...options,
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
            clientId,
            clientSecret,
            scopes: ["openid", "email", "profile"],
            pkce: true,
            redirectURI: `${ctx.config.url}${CALLBACK_PATH}`,
            requireIdTokenVerification: true,
            disableSignUp: true,
            accountSubject: ({ profile }) => subjectAt(issuer, String(profile.sub)),
            async mapProfileToUser({ sub, email, emailVerified, name }) {
              const subject = subjectAt(issuer, String(sub))
              await admit(ctx, database, {
                subject,
                email: email ?? null,
                isEmailVerified: emailVerified === true,
                name: name ?? null,
              })
              return {}
            },
          },
        ],
      }),
    ],
  })
}

/** A subject means something at its issuer alone. */
function subjectAt(issuer: string, subject: string): string {
  return JSON.stringify([issuer, subject])
}

async function late(name: string): Promise<never> {
  return await new Promise((_, reject) => {
    const refuse = () =>
      reject(new AppError("unavailable", `${name} does not answer. Try again in a moment.`))
    setTimeout(refuse, ANSWER_MS_MAX).unref()
  })
}
