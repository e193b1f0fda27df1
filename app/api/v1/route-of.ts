import { findActorByKey } from "../../../lib/access/keys/find-actor-by-key.ts"
import { spendCall } from "../../../lib/access/keys/spend-call.ts"
import { openContext } from "../../../lib/access/open-context.ts"
import { demand } from "../../../lib/access/rules.ts"
import { AppError, invalid } from "../../../lib/core/errors.ts"
import { parseInput } from "../../../lib/core/parse-input.ts"
import { parseQuery } from "../../../lib/exposure/reading/schemas.ts"
import { resources } from "../../server/resources.ts"
import type { Operation } from "./operation.ts"
import { type OperationName, operations } from "./operations.ts"
import { problem, problemOf } from "./problem.ts"

const BODY_BYTES_MAX = 64 * 1024
const KEY = /^[\x21-\x7e]{1,200}$/

interface RouteProps {
  /** Nothing where an address has no parts that vary. */
  params: Promise<Record<string, string> | undefined>
}

/**
 * Answers programs with an operation of the table. Who asks is known by the key alone: a browser's session opens nothing
 * here, so that no page can act for whoever looks at it.
 */
export function route(name: OperationName) {
  return async (request: Request, props: RouteProps): Promise<Response> => {
    try {
      return await answered(operations[name], request, (await props.params) ?? {})
    } catch (error) {
      return problemOf(error)
    }
  }
}

async function answered(
  operation: Operation,
  request: Request,
  given: Record<string, string>,
): Promise<Response> {
  const shared = resources()
  const actor = await findActorByKey(shared, request.headers.get("authorization"))
  if (!actor)
    return problem(401, "unauthenticated", "Send a key that is good, as Authorization: Bearer tocsin_…", {
      headers: { "www-authenticate": 'Bearer realm="Tocsin"' },
    })
  const waitS = await spendCall(shared, actor.id)
  if (waitS !== null)
    return problem(429, "limit", `This key has asked too often; wait ${waitS} seconds`, {
      headers: { "retry-after": String(waitS) },
    })
  if (operation.action !== null) demand(actor, operation.action)
  const answer = await operation.run(openContext(shared, actor), {
    params: paramsOf(operation, given),
    query: queryOf(operation, new URL(request.url).searchParams),
    body: await bodyOf(operation, request),
    idempotencyKey: keyOf(operation, request),
  })
  return Response.json(answer, { status: operation.status, headers: { "cache-control": "no-store" } })
}

/** What the address names and cannot be is not there. */
function paramsOf({ params }: Operation, given: Record<string, string>): Record<string, string> {
  const parsed = params.safeParse(given)
  if (!parsed.success)
    throw new AppError("not_found", `${parsed.error.issues[0]?.path.join(".")}: there is none`)
  return parsed.data as Record<string, string>
}

function queryOf({ query }: Operation, asked: URLSearchParams): unknown {
  const unknown = [...asked.keys()].find((one) => !Object.hasOwn(query.shape, one))
  if (unknown !== undefined) throw invalid(unknown, "is no parameter of this operation")
  return parseQuery(query, asked)
}

async function bodyOf({ body }: Operation, request: Request): Promise<unknown> {
  if (body === null) return null
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/json") throw invalid("content-type", "must be application/json")
  return parseInput(body, jsonIn(await textIn(request)))
}

async function textIn(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done || value === undefined) return Buffer.concat(chunks).toString("utf8")
    bytes += value.length
    if (bytes > BODY_BYTES_MAX) throw new AppError("limit", `The body is longer than ${BODY_BYTES_MAX} bytes`)
    chunks.push(value)
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid("body", "is no JSON")
  }
}

function keyOf({ needsIdempotencyKey }: Operation, request: Request): string {
  const key = request.headers.get("idempotency-key") ?? ""
  if (needsIdempotencyKey && !KEY.test(key))
    throw invalid(
      "Idempotency-Key",
      "is needed: any text of up to 200 characters that is new for each request",
    )
  return key
}
