import type { ServerResponse } from "node:http"
import type { z } from "zod"
import { AppError } from "../../core/errors.ts"
import { PAGE_POLICY } from "../idp/login-pages.ts"
import { ProviderAway } from "./provider-client.ts"

/** What the app answers: JSON, or a page. */
export interface Answer {
  status: number
  body?: unknown
  html?: string
  headers?: Record<string, string>
}

/** @throws AppError invalid where the body is not what the schema asks for */
export function parsed<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(body))
  } catch (cause) {
    throw new AppError("invalid", "the body is not as it should be", { cause })
  }
}

/** The answer to whoever met an error: while the provider is away, nobody is told that a token is dead. */
export function failed(error: unknown): Answer {
  if (error instanceof ProviderAway) return { status: 503, body: { error: "provider_away" } }
  if (error instanceof AppError && error.code === "invalid")
    return { status: 400, body: { error: "invalid_request" } }
  if (error instanceof AppError && error.code === "limit") return { status: 413, body: { error: "too_long" } }
  return { status: 500, body: { error: "server_error" } }
}

export function tell(response: ServerResponse, { status, body, html, headers }: Answer): void {
  const type = html === undefined ? "application/json" : "text/html; charset=utf-8"
  response.writeHead(status, {
    "cache-control": "no-store",
    ...(body === undefined && html === undefined ? {} : { "content-type": type }),
    ...(html === undefined
      ? {}
      : { "content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff" }),
    ...headers,
  })
  response.end(html ?? (body === undefined ? undefined : JSON.stringify(body)))
}
