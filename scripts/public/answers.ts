import { readFileSync } from "node:fs"
import type { IncomingMessage } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "../../lib/core/errors.ts"
import type { PublicDatabase } from "../../lib/core/public-database.ts"
import { checkLetter } from "../../lib/public/check-letter.ts"
import { BODY_BYTES_MAX, takeWebhook } from "../../lib/public/take-webhook.ts"
import { AttemptGate, type GateSettings } from "./attempt-gate.ts"
import { clientAddress } from "./client-address.ts"
import { formPage, plainPage } from "./pages.ts"
import { readBody } from "./read-body.ts"
import { wordsFor } from "./words.ts"

export interface Answer {
  status: number
  type: string
  body: string
  headers?: Record<string, string>
}

export interface AnswerSettings {
  database: PublicDatabase
  webhookSecrets: Readonly<Record<string, string>>
  isDraining: () => boolean
  gate?: GateSettings
}

type Work = (request: IncomingMessage, part: string) => Promise<Answer>

/** A path, or the beginning of paths when it ends in a slash, with what answers each method. */
interface Place {
  path: string
  methods: { get?: Work; post?: Work }
}

const HTML = "text/html; charset=utf-8"
const TEXT = "text/plain; charset=utf-8"
const FORM_BYTES_MAX = 1024
const CODE_CHARACTERS_MAX = 60
/**
 * Every check takes this long, or a multiple of it while the database is slow: found or not found takes the same, for
 * how long a look took within a step is not to be seen.
 */
const CHECK_STEP_MS = 250
const GATE: GateSettings = { attemptsMax: 10, allAttemptsMax: 600, windowMs: 60_000 }

const look = readFileSync(new URL("./look.css", import.meta.url), "utf8")

/** All that the public process answers. */
export function answersOf(settings: AnswerSettings): (request: IncomingMessage) => Promise<Answer> {
  const places = placesOf(settings)
  return async (request) => {
    const [path = ""] = (request.url ?? "").split("?")
    const place = places.find((one) =>
      one.path.endsWith("/") && one.path !== "/" ? path.startsWith(one.path) : path === one.path,
    )
    const words = wordsFor(request.headers["accept-language"])
    if (!place) return html(404, plainPage(words, words.notFound))
    const { get, post } = place.methods
    const work = { GET: get, HEAD: get, POST: post }[request.method ?? ""]
    if (!work) return plain(405, "Not here", { allow: allowed(place) })
    return await work(request, path.slice(place.path.length))
  }
}

function placesOf({ database, webhookSecrets, isDraining, gate = GATE }: AnswerSettings): Place[] {
  const attempts = new AttemptGate(gate)
  const form: Work = async ({ headers }) => html(200, formPage(wordsFor(headers["accept-language"])))
  return [
    { path: "/", methods: { get: form, post: (request) => check(request, database, attempts) } },
    {
      path: "/look.css",
      methods: {
        get: async () => ({
          status: 200,
          type: "text/css; charset=utf-8",
          body: look,
          headers: { "cache-control": "public, max-age=3600" },
        }),
      },
    },
    { path: "/health/live", methods: { get: async () => plain(200, "live") } },
    { path: "/health/ready", methods: { get: () => ready(database, isDraining()) } },
    {
      path: "/webhooks/",
      methods: { post: (request, source) => take(request, source, database, webhookSecrets) },
    },
  ]
}

/** Whether a letter with the code that was typed was sent, and what it said to everybody who got it. */
async function check(
  request: IncomingMessage,
  database: PublicDatabase,
  attempts: AttemptGate,
): Promise<Answer> {
  const words = wordsFor(request.headers["accept-language"])
  const waitMs = attempts.take(clientAddress(request), Date.now())
  if (waitMs !== null)
    return html(429, plainPage(words, words.tooMany), { "retry-after": String(Math.ceil(waitMs / 1000)) })
  if (!isOf(request, "application/x-www-form-urlencoded")) return html(415, plainPage(words, words.wrong))
  const form = new URLSearchParams((await readBody(request, FORM_BYTES_MAX)).toString("utf8"))
  const typed = (form.get("code") ?? "").slice(0, CODE_CHARACTERS_MAX)
  const askedAt = performance.now()
  const answer = await checkLetter(database, typed).then(
    (letter) => html(200, formPage(words, { typed, letter })),
    () => html(503, plainPage(words, words.unavailable)),
  )
  const tookMs = performance.now() - askedAt
  await wait(Math.ceil(tookMs / CHECK_STEP_MS) * CHECK_STEP_MS - tookMs)
  return answer
}

/** Keeps a message of another program. */
async function take(
  request: IncomingMessage,
  source: string,
  database: PublicDatabase,
  secrets: Readonly<Record<string, string>>,
): Promise<Answer> {
  if (!Object.hasOwn(secrets, source)) return plain(404, "There is no such sender")
  if ((request.headers["content-encoding"] ?? "identity") !== "identity")
    return plain(415, "The body must not be compressed")
  const body = await readBody(request, BODY_BYTES_MAX)
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === "string" ? value : undefined
  }
  await takeWebhook(database, secrets, {
    source,
    id: header("webhook-id"),
    timestamp: header("webhook-timestamp"),
    signature: header("webhook-signature"),
    body,
  })
  return { status: 204, type: TEXT, body: "" }
}

/** However many ask, the database is asked once a second. */
const LOOK_EVERY_MS = 1_000
let looked = { at: 0, isThere: Promise.resolve(false) }

async function ready(database: PublicDatabase, isDraining: boolean): Promise<Answer> {
  if (isDraining) return plain(503, "draining")
  if (Date.now() - looked.at > LOOK_EVERY_MS) {
    const isThere = database.findLetter("").then(
      () => true,
      () => false,
    )
    looked = { at: Date.now(), isThere }
  }
  return (await looked.isThere) ? plain(200, "ready") : plain(503, "the database does not answer")
}

const STATUSES = {
  not_found: 404,
  forbidden: 401,
  conflict: 409,
  invalid: 400,
  precondition: 412,
  limit: 413,
  unavailable: 503,
} as const

/** What a verb refuses as an answer; a database that is away is no fault of whoever asks. */
export function answerTo(error: unknown): Answer {
  if (error instanceof AppError) return plain(STATUSES[error.code], error.message)
  return plain(503, "Try again later")
}

function isOf({ headers }: IncomingMessage, type: string): boolean {
  return (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() === type
}

function allowed({ methods: { get, post } }: Place): string {
  return [...(get ? ["GET", "HEAD"] : []), ...(post ? ["POST"] : [])].join(", ")
}

function html(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, type: HTML, body, headers }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return { status, type: TEXT, body: `${text}\n`, headers }
}
