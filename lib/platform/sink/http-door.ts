import { timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { z } from "zod"
import { AppError } from "../../core/errors.ts"
import type { SinkAnswer } from "../../core/sink.ts"
import { faultSchema } from "./fault-switch.ts"
import { PAGE_LETTERS_MAX } from "./letter-store.ts"
import { tokenOfMessageId } from "./smtp-commands.ts"
import type { SessionTools } from "./smtp-session.ts"

const BODY_BYTES_MAX = 512 * 1024
const KEPT_ALIVE_MS = 65_000
export const LOOK_UP_MAX = 1_000

const listSchema = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_LETTERS_MAX),
  to: z.string().max(320).optional(),
  subject: z.string().max(300).optional(),
})
const lookUpSchema = z.strictObject({ messageIds: z.array(z.string().max(500)).max(LOOK_UP_MAX) })

/** The way to the letters for processes of ours: loopback, and a token that only they can derive. */
export async function openDoor(
  { host, doorPort }: { host: string; doorPort: number },
  token: string,
  tools: SessionTools,
): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    response.on("error", () => {})
    void answer(request, token, tools).then(
      (found) => tell(response, 200, found),
      (error) => tell(response, statusOf(error), { error: wordsOf(error) }),
    )
  })
  // Longer than anybody here waits between two questions, so that none is sent on a connection that just ends.
  server.keepAliveTimeout = KEPT_ALIVE_MS
  server.listen(doorPort, host)
  await once(server, "listening")
  return server
}

async function answer(request: IncomingMessage, token: string, tools: SessionTools): Promise<unknown> {
  if (!isKnown(request, token)) throw new AppError("forbidden", "the token is missing or wrong")
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://sink")
  const body = await bodyOf(request)
  const { store, faults } = tools
  const [, id] = /^\/letters\/(\d{1,15})$/.exec(pathname) ?? []
  if (id !== undefined) {
    const { letter, source } = store.get(Number(id))
    return { letter, source: source.toString("base64") }
  }
  switch (`${request.method} ${pathname}`) {
    case "GET /letters":
      return store.list(parsed(listSchema, Object.fromEntries(searchParams)))
    case "GET /count":
      return store.count()
    case "POST /look-up":
      return lookUp(parsed(lookUpSchema, JSON.parse(body)).messageIds, tools)
    case "GET /faults":
      return faults.list()
    case "POST /faults":
      return faults.add(parsed(faultSchema, JSON.parse(body)))
    case "DELETE /faults":
      return faults.clear()
    default:
      throw new AppError("not_found", "the door knows no such question")
  }
}

function lookUp(
  messageIds: readonly string[],
  { store, underWay }: SessionTools,
): Record<string, SinkAnswer> {
  return Object.fromEntries(
    messageIds.map((messageId): [string, SinkAnswer] => {
      if (store.has(messageId)) return [messageId, "there"]
      const token = tokenOfMessageId(messageId)
      return [messageId, token !== null && underWay.has(token) ? "in_progress" : "absent"]
    }),
  )
}

function isKnown({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "")
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > BODY_BYTES_MAX || request.headers["transfer-encoding"])
    throw new AppError("limit", "the question is too long")
  return await text(request)
}

function parsed<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError("invalid", `${issue?.path.join(".") || "the question"}: ${issue?.message}`)
}

const statuses = { not_found: 404, forbidden: 403, invalid: 400, limit: 413 } as const

function statusOf(error: unknown): number {
  if (error instanceof SyntaxError) return 400
  return error instanceof AppError ? ((statuses as Record<string, number>)[error.code] ?? 500) : 500
}

function wordsOf(error: unknown): string {
  return error instanceof AppError ? error.message : "the sink cannot answer this"
}

function tell(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
  response.end(JSON.stringify(body ?? null))
}
