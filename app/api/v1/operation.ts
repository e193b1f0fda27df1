import { z } from "zod"
import type { Context } from "../../../lib/core/context.ts"
import type { Action } from "../../../lib/core/permissions.ts"

/** What a program asks, as the schemas of the operation made it. */
interface Asked<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** By which a request that is sent again is known. */
  idempotencyKey: string
}

/** One thing that a program can ask for: what the routes do, and what the document says that they do. */
export interface Operation {
  method: "GET" | "POST"
  /** Below `/api/v1`, with its parts in braces. */
  path: string
  summary: string
  /** Asked of the permissions; null for what everybody may know. */
  action: Action | null
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType | null
  needsIdempotencyKey: boolean
  status: 200 | 201 | 202
  answer: z.ZodType
  /** Refusals besides those that any operation has. */
  refusals: readonly (404 | 409)[]
  run(ctx: Context, asked: Asked<Record<string, string>, unknown, unknown>): Promise<unknown>
}

const nothing = z.strictObject({})

interface Written<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>
  extends Pick<Operation, "path" | "summary" | "action"> {
  params?: P
  query?: Q
  body?: B
  needsIdempotencyKey?: boolean
  status?: Operation["status"]
  answer: A
  refusals?: Operation["refusals"]
  run(ctx: Context, asked: Asked<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<A>>
}

/** An operation that reads. */
export function reads<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  written: Omit<Written<P, Q, z.ZodNull, A>, "body" | "needsIdempotencyKey" | "status">,
): Operation {
  return whole("GET", written)
}

/** An operation that performs an act. */
export function acts<P extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  written: Omit<Written<P, z.ZodObject, B, A>, "query">,
): Operation {
  return whole("POST", written)
}

function whole(method: Operation["method"], written: object): Operation {
  const given = written as Partial<Operation> &
    Pick<Operation, "path" | "summary" | "action" | "answer" | "run">
  return {
    params: nothing,
    query: nothing,
    body: null,
    needsIdempotencyKey: false,
    status: 200,
    refusals: [],
    method,
    ...given,
  }
}
