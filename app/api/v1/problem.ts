import { STATUS_CODES } from "node:http"
import { AppError } from "../../../lib/core/errors.ts"
import { InputError } from "../../../lib/core/parse-input.ts"
import { isDatabaseAway, statusOf } from "../../server/answer.ts"
import type { Problem } from "./problem-schema.ts"

/** A refusal in its code and in words. */
export function problem(
  status: number,
  code: Problem["code"],
  detail: string,
  { fields, headers }: { fields?: Problem["fields"]; headers?: Record<string, string> } = {},
): Response {
  const told: Problem = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    code,
    ...(fields ? { fields } : {}),
  }
  return new Response(JSON.stringify(told), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  })
}

/** What a verb refuses, or what went wrong without anybody's fault but ours. */
export function problemOf(error: unknown): Response {
  if (error instanceof InputError)
    return problem(400, "invalid", error.message, { fields: { ...error.fields } })
  if (error instanceof AppError) return problem(statusOf[error.code], error.code, error.message)
  if (isDatabaseAway(error))
    return problem(503, "unavailable", "The database does not answer. Try again in a moment.")
  console.error(error) // The web server tells its log of it, without what the error says of anybody.
  return problem(500, "fault", "This is a fault of ours; please report it")
}
