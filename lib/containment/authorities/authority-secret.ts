import { randomBytes } from "node:crypto"
import type {
  AuthorityDescription,
  ExternalSettings,
  HomeGrownSecret,
  HomeGrownSettings,
} from "../../core/authority-settings.ts"
import { openSecret, type SealedFor, sealSecret } from "../../core/sealed-secret.ts"
import { makeSecret } from "../../webhooks/sealed-secret.ts"
import { AUTHORITY_SECRETS } from "./get-authority.ts"

interface Keyed {
  secret(purpose: string): Buffer
}

type Secret = AuthorityDescription["secret"]

/** Secrets by their names, as a person gave them; those that are undefined were not given. */
export type GivenSecret = Readonly<Record<string, string | undefined>>

/** What is shown once, because it was made here: by the names of secrets. */
export type MadeSecret = Partial<Record<"bearer" | "signing", string>>

/**
 * What an authority proves itself with from now on: what was given, else what there was, else what is made here where the
 * settings need it.
 */
export function completeSecret(
  { kind, settings }: Pick<AuthorityDescription, "kind" | "settings">,
  given: GivenSecret,
  before: GivenSecret = {},
): { secret: Secret; made: MadeSecret } {
  const of = (name: string) => given[name] ?? before[name] ?? null
  switch (kind) {
    case "home_grown": {
      const { epochUrl, webhookUrl } = settings as HomeGrownSettings
      const isSigning = epochUrl !== undefined || webhookUrl !== undefined
      const made: MadeSecret = {
        ...(of("bearer") === null ? { bearer: makeBearer() } : {}),
        ...(isSigning && of("signing") === null ? { signing: makeSecret() } : {}),
      }
      const secret: HomeGrownSecret = {
        bearer: of("bearer") ?? made.bearer ?? "",
        signing: of("signing") ?? made.signing ?? null,
      }
      return { secret, made }
    }
    case "external": {
      const isMinting = (settings as ExternalSettings).canaryUrl !== undefined
      const made = isMinting && of("bearer") === null ? { bearer: makeBearer() } : {}
      return { secret: { bearer: of("bearer") ?? made.bearer ?? null }, made }
    }
    case "oidc_provider":
      return { secret: { bearer: of("bearer") ?? "" }, made: {} }
    case "keycloak":
      return {
        secret: { clientSecret: of("clientSecret") ?? "", canaryClientSecret: of("canaryClientSecret") },
        made: {},
      }
  }
}

/** As the database keeps it. */
export function sealAuthoritySecret(keyed: Keyed, id: string, secret: Secret): string {
  return sealSecret(keyed, ofAuthority(id), JSON.stringify(secret))
}

/** As it was sealed. Throws when it was sealed for another authority, by another installation, or altered. */
export function openAuthoritySecret(keyed: Keyed, id: string, sealed: string): Secret {
  return JSON.parse(openSecret(keyed, ofAuthority(id), sealed)) as Secret
}

const ofAuthority = (id: string): SealedFor => ({ purpose: AUTHORITY_SECRETS, id })

function makeBearer(): string {
  return randomBytes(32).toString("base64url")
}
