import { z } from "zod"
import type { KeycloakSecret, KeycloakSettings } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import { answerOf, jsonOf, placeOf } from "../json-door.ts"
import type { KeptHttpClient } from "../kept-http-client.ts"
import type { KeptAnswer, KeptOutcome, KeptRequest } from "../kept-request.ts"
import { keepServiceToken, type ServiceToken } from "./service-token.ts"

/** A page of sessions is the largest answer that is asked for. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024

/** When to stop waiting for an answer. */
type Sending = Pick<KeptRequest, "over" | "timeoutMs">

/** The admin REST interface of one realm; paths begin behind the realm, such as `/users`. */
export interface AdminDoor {
  /** Resolves always. A token that is refused is renewed, once; `unsent` where there is none. */
  send(method: KeptRequest["method"], path: string, body?: unknown, how?: Sending): Promise<KeptOutcome>
  /** @throws AppError unavailable where no such answer came, precondition where it will not come by waiting either */
  get<T>(path: string, shape: z.ZodType<T>, how?: Sending): Promise<T>
  /** The same of a user, and null where the realm has none of this id. */
  findUser<T>(path: string, shape: z.ZodType<T>): Promise<T | null>
  /** A token that is new: when it was issued tells Keycloak's clock. */
  renew(): Promise<ServiceToken>
}

export function openAdminDoor(
  settings: KeycloakSettings,
  secret: KeycloakSecret,
  client: KeptHttpClient,
): AdminDoor {
  const { realm, base } = addressesOf(settings)
  const tokens = keepServiceToken(`${realm}/protocol/openid-connect/token`, settings, secret, client)
  const sendWith = (
    { text }: ServiceToken,
    method: KeptRequest["method"],
    path: string,
    body: unknown,
    how: Sending,
  ) =>
    client.send({
      method,
      url: base + path,
      headers: {
        authorization: `Bearer ${text}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      answerBytesMax: ANSWER_BYTES_MAX,
      ...how,
    })
  const send: AdminDoor["send"] = async (method, path, body, how = {}) => {
    const token = await tokens.get()
    if ("kind" in token) return token
    const outcome = await sendWith(token, method, path, body, how)
    if (outcome.kind !== "answered" || outcome.status !== 401) return outcome
    // What is refused for its token was not acted on, so that it may go again: a raised cut-off ends our own tokens too.
    tokens.forget(token)
    const renewed = await tokens.get()
    return "kind" in renewed ? renewed : sendWith(renewed, method, path, body, how)
  }
  return {
    send,
    get: async (path, shape, how) =>
      read(await send("GET", path, undefined, how), base + withoutIds(path), shape),
    async findUser(path, shape) {
      const outcome = await send("GET", path)
      if (outcome.kind === "answered" && isUserMissing(outcome)) return null
      return read(outcome, base + withoutIds(path), shape)
    },
    async renew() {
      const current = await tokens.get()
      if (!("kind" in current)) tokens.forget(current)
      const token = await tokens.get()
      if (!("kind" in token)) return token
      throw new AppError("unavailable", `${placeOf(base)}: ${token.reason}`)
    },
  }
}

/** Looking failed: with what became of the request, which may ask to wait. */
export class NotSeen extends AppError {
  readonly outcome: KeptOutcome

  constructor({ code, message }: AppError, outcome: KeptOutcome) {
    super(code, message)
    this.outcome = outcome
  }
}

function read<T>(outcome: KeptOutcome, place: string, shape: z.ZodType<T>): T {
  try {
    return jsonOf(answerOf(outcome, place), place, shape)
  } catch (trouble) {
    throw trouble instanceof AppError ? new NotSeen(trouble, outcome) : trouble
  }
}

/** A path for the words of an error, which must not name anybody. */
function withoutIds(path: string): string {
  return path.replace(/^\/(users|clients|sessions)\/[^/?]+/, "/$1/ID").replace(/\?.*$/, "")
}

const fault = z.object({ error: z.string() })

/** Keycloak answers 404 for a realm, a path and a user that it does not have: only the last says something of a user. */
export function isUserMissing({ status, body }: KeptAnswer): boolean {
  if (status !== 404) return false
  try {
    return fault.parse(JSON.parse(body.toString("utf8"))).error === "User not found"
  } catch {
    return false
  }
}

/** Where people sign in and tokens are asked for, and where the realm is administered. */
export function addressesOf({ baseUrl, realm }: Pick<KeycloakSettings, "baseUrl" | "realm">): {
  realm: string
  base: string
} {
  const root = baseUrl.replace(/\/+$/, "")
  const name = encodeURIComponent(realm)
  return { realm: `${root}/realms/${name}`, base: `${root}/admin/realms/${name}` }
}
