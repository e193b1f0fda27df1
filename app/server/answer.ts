import { notFound } from "next/navigation"
import { demand } from "../../lib/access/rules.ts"
import type { Context } from "../../lib/core/context.ts"
import type { ErrorCode } from "../../lib/core/errors.ts"
import { AppError } from "../../lib/core/errors.ts"
import { InputError } from "../../lib/core/parse-input.ts"
import type { Action } from "../../lib/core/permissions.ts"
import { findContext } from "./session.ts"

export const statusOf: Record<ErrorCode, number> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  precondition: 412,
  limit: 413,
  unavailable: 503,
}

/** What an action tells the form that called it. */
export interface ActionState {
  message?: string
  fields?: Readonly<Record<string, string>>
}

/** Turns what a verb refuses into words beside the form; what is no refusal is thrown on. */
export function refusal(error: unknown): ActionState {
  if (error instanceof InputError) return { fields: error.fields }
  if (error instanceof AppError) return { message: error.message }
  throw error
}

/** A page shows its own not-found page where a verb finds nothing. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}

/** Answers a program of somebody who may do this: with the response of the work, or with what was refused as JSON and its status. */
export async function answer(
  action: Action,
  work: (ctx: Context) => Promise<Response>,
  find: () => Promise<Context | null> = findContext,
): Promise<Response> {
  try {
    const ctx = await find()
    if (!ctx) return Response.json({ message: "Sign in first" }, { status: 401 })
    demand(ctx.actor, action)
    return await work(ctx)
  } catch (error) {
    if (error instanceof AppError)
      return Response.json({ message: error.message }, { status: statusOf[error.code] })
    if (isDatabaseAway(error))
      return Response.json(
        { message: "The database does not answer. Try again in a moment." },
        { status: 503 },
      )
    throw error
  }
}

/** Prisma's own errors for a server that cannot be reached, or went away during a query. */
export function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return (
    typeof code === "string" &&
    /^(P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|57P0[123])$/.test(code)
  )
}
