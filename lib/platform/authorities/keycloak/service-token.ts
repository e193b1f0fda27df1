import { z } from "zod"
import type { KeycloakSecret, KeycloakSettings } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import { tokenText } from "../answers.ts"
import { jsonOf } from "../json-door.ts"
import type { KeptHttpClient } from "../kept-http-client.ts"
import type { KeptOutcome } from "../kept-request.ts"
import { claimsOf } from "./claims.ts"

/** The token that our service account opens the admin REST interface with. */
export interface ServiceToken {
  text: string
  /** When Keycloak issued it, by Keycloak's clock, in whole seconds. */
  issuedAtS: number
}

/** A token, or why there is none: the request that needed it has not left. */
export type ServiceTokenOutcome = ServiceToken | (KeptOutcome & { kind: "unsent" })

export interface ServiceTokens {
  get(): Promise<ServiceTokenOutcome>
  /** Makes the next one a new one, unless there is another than this already. */
  forget(token: ServiceToken): void
}

/** A token is renewed when so much of its life is over, so that none expires on its way. */
const USED_UP = 0.6

const tokenAnswer = z.object({ access_token: tokenText, expires_in: z.number().positive() })

export function keepServiceToken(
  address: string,
  { clientId }: KeycloakSettings,
  { clientSecret }: KeycloakSecret,
  client: KeptHttpClient,
): ServiceTokens {
  let kept: { token: ServiceToken; renewAt: number } | null = null
  let asked: Promise<ServiceTokenOutcome> | null = null
  const ask = async (): Promise<ServiceTokenOutcome> => {
    const beganAt = performance.now()
    const outcome = await client.send({
      method: "POST",
      url: address,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: String(
        new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId,
          client_secret: clientSecret,
        }),
      ),
    })
    const read = readToken(outcome, address)
    if ("kind" in read) return read
    kept = { token: read.token, renewAt: beganAt + read.expiresInS * 1000 * USED_UP }
    return read.token
  }
  return {
    async get() {
      if (kept !== null && performance.now() < kept.renewAt) return kept.token
      // Many wait for one answer: a run has 25 requests under way when a token comes to its end.
      asked ??= ask().finally(() => {
        asked = null
      })
      return asked
    },
    forget(token) {
      if (kept?.token === token) kept = null
    },
  }
}

type ReadToken = { token: ServiceToken; expiresInS: number } | (KeptOutcome & { kind: "unsent" })

function readToken(outcome: KeptOutcome, address: string): ReadToken {
  if (outcome.kind === "unsent") return outcome
  if (outcome.kind === "unanswered") return none(`no token for our client: ${outcome.reason}`)
  if (outcome.status === 400 || outcome.status === 401)
    return none(`Keycloak refuses the id or secret of our client (${outcome.status})`, true)
  try {
    const { access_token, expires_in } = jsonOf(outcome, address, tokenAnswer)
    const { iat } = claimsOf(access_token)
    return { token: { text: access_token, issuedAtS: iat }, expiresInS: expires_in }
  } catch (trouble) {
    const isForbidden = trouble instanceof AppError && trouble.code === "precondition"
    return none(`no token for our client: ${(trouble as Error).message}`, isForbidden)
  }
}

function none(reason: string, isForbidden = false): KeptOutcome & { kind: "unsent" } {
  return { kind: "unsent", reason, isForbidden }
}
