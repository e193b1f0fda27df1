import type { z } from "zod"
import { AppError } from "../../core/errors.ts"
import { isJson } from "./judge-revocation.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import type { KeptAnswer, KeptOutcome, KeptRequest } from "./kept-request.ts"

/** A page of subjects is the largest answer that is asked for. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/** The addresses of an authority that answer JSON to whoever has its secret. */
export interface JsonDoor {
  /** As the address gave it; the outcome is the caller's to judge. */
  send(method: KeptRequest["method"], url: string, body?: unknown, over?: AbortSignal): Promise<KeptOutcome>
  /** @throws AppError unavailable where no such answer came, precondition where it will not come by waiting either */
  get<T>(url: string, shape: z.ZodType<T>): Promise<T>
  /** The same, and null where it answers that there is no such thing. */
  find<T>(url: string, shape: z.ZodType<T>): Promise<T | null>
  /** @throws AppError as `get` does */
  post<T>(url: string, body: unknown, shape: z.ZodType<T>): Promise<T>
}

export function openJsonDoor(client: KeptHttpClient, bearer: string): JsonDoor {
  const send: JsonDoor["send"] = (method, url, body, over) =>
    client.send({
      method,
      url,
      headers: {
        authorization: `Bearer ${bearer}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      answerBytesMax: ANSWER_BYTES_MAX,
      over,
    })
  return {
    send,
    get: async (url, shape) => jsonOf(answerOf(await send("GET", url), url), url, shape),
    async find(url, shape) {
      const answer = answerOf(await send("GET", url), url)
      const isMissing = answer.status === 404 && (answer.body.length === 0 || isJson(answer.contentType))
      return isMissing ? null : jsonOf(answer, url, shape)
    },
    post: async (url, body, shape) => jsonOf(answerOf(await send("POST", url, body), url), url, shape),
  }
}

/** @throws AppError unavailable where there is no answer, precondition where its address must not be asked */
export function answerOf(outcome: KeptOutcome, url: string): KeptAnswer {
  if (outcome.kind === "answered") return outcome
  const isForbidden = outcome.kind === "unsent" && outcome.isForbidden
  throw new AppError(isForbidden ? "precondition" : "unavailable", `${placeOf(url)}: ${outcome.reason}`)
}

/**
 * The answer as its shape has it.
 * @throws AppError unavailable where the answer is not what was asked for and another one may be, as after a page of
 * whoever stands before an authority that is away; precondition where our secret or what was agreed has to be changed first
 */
export function jsonOf<T>(
  { status, contentType, body, isWhole }: KeptAnswer,
  url: string,
  shape: z.ZodType<T>,
): T {
  const trouble = (words: string) => new AppError("unavailable", `${placeOf(url)} ${words}`)
  const disagreement = (words: string) => new AppError("precondition", `${placeOf(url)} ${words}`)
  if (status === 401 || status === 403) throw disagreement(`refuses our secret (${status})`)
  if (status >= 300 && status < 400) throw trouble(`answers with a redirect (${status})`)
  if (status < 200 || status >= 300) throw trouble(`answers ${status}`)
  if (!isWhole) throw disagreement("answers with more than can be read")
  if (!isJson(contentType)) throw trouble("answers with something that is no JSON")
  const json = parsedOf(body)
  // Half a text may come whole the next time.
  if (json === undefined) throw trouble("answers with half a JSON, or none")
  const parsed = shape.safeParse(json)
  if (parsed.success) return parsed.data
  throw disagreement(`answers with JSON of another shape${whereOf(parsed.error)}`)
}

/** The first place that is wrong, and how, where a rule of ours says so in words. */
function whereOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join(".") ?? ""
  const found = [place, ...(issue?.code === "custom" ? [issue.message] : [])].filter(Boolean)
  return found.length === 0 ? "" : ` (${found.join(": ")})`
}

/** An address without what was asked of it, which may name somebody. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

function parsedOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    return undefined
  }
}
