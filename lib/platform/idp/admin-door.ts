import type { IncomingMessage, ServerResponse } from "node:http"
import type { Provider } from "oidc-provider"
import type { z } from "zod"
import { AppError } from "../../core/errors.ts"
import type { AuthorityLimits, Capability } from "../../core/session-authority.ts"
import { isEqual, requireReset } from "./accounts.ts"
import { listCutoffs, listEpochs, raiseEpoch } from "./epochs.ts"
import type { ProviderParts } from "./make-provider.ts"
import { mintCanary } from "./mint-canary.ts"
import { ARCHIVE, JWT_LIFETIME_S } from "./provider-words.ts"
import { inspectSubject, listSubjects } from "./read-subjects.ts"
import { requestBody } from "./request-body.ts"
import { revokeSubjects } from "./revoke-subjects.ts"
import {
  BULK_MAX,
  canarySchema,
  cutoffsSchema,
  epochSchema,
  epochsSchema,
  globalRevocationSchema,
  resetSchema,
  revocationsSchema,
  subjectSchema,
  subjectsSchema,
} from "./schemas.ts"
import { TokenBucket } from "./token-bucket.ts"

/** Room for as many of the longest ids as one request may have. */
const BODY_BYTES_MAX = 1024 * 1024
/** An app that has asked within so many seconds obeys cut-offs; it asks every second. */
const FOLLOWED_S = 5
const POLL_WINDOW_S = 2

export interface AdminDoorParts extends ProviderParts {
  provider: Provider
  limits: Pick<AuthorityLimits, "perSecond" | "burst">
  hasArchive: boolean
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

type Question = (given: { query: URLSearchParams; body: string }) => Promise<Answer>

/** The provider's door for whoever ends sessions: bearer secret, JSON, and nothing that a person's browser would use. */
export class AdminDoor {
  private readonly parts: AdminDoorParts
  private readonly bucket: TokenBucket
  private askedForCutoffsAt = 0

  constructor(parts: AdminDoorParts) {
    this.parts = parts
    this.bucket = new TokenBucket(parts.limits.perSecond, parts.limits.burst)
  }

  /** Whether the door answers such an address; all else is the provider's. */
  static isFor(path: string): boolean {
    return path === "/global-token-revocation" || path.startsWith("/admin/")
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body, headers } = await this.answered(request).catch((error: unknown) =>
      this.refused(error),
    )
    response.writeHead(status, {
      "cache-control": "no-store",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(status === 413 ? { connection: "close" } : {}),
      ...headers,
    })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }

  private async answered(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://provider")
    const { admin, epochs } = this.parts.secrets
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? ""
    const [isAdmin, isFollower] = [isEqual(given, admin), isEqual(given, epochs)]
    const name = `${request.method} ${pathname}`
    if (!isAdmin && !(isFollower && name in this.followed))
      return { status: 401, body: { error: "invalid_secret" }, headers: { "www-authenticate": "Bearer" } }
    const question = this.followed[name] ?? this.questions[name] ?? this.aboutSubject(name)
    if (!question) return { status: 404, body: { error: "no_such_address" } }
    if (name in this.limited) {
      const waitS = this.bucket.take()
      if (waitS !== null)
        return {
          status: 429,
          body: { error: "too_many_requests" },
          headers: { "retry-after": String(waitS) },
        }
    }
    return await question({ query, body: await requestBody(request, BODY_BYTES_MAX) })
  }

  private refused(error: unknown): Answer {
    if (error instanceof AppError && error.code === "invalid")
      return { status: 400, body: { error: "invalid_request", error_description: error.message } }
    if (error instanceof AppError && error.code === "limit")
      return { status: 413, body: { error: "too_long", error_description: error.message } }
    this.parts.statistics.count("errors")
    return { status: 500, body: { error: "server_error" } }
  }

  private readonly limited: Record<string, true> = {
    "POST /global-token-revocation": true,
    "POST /admin/revocations": true,
  }

  /** What an app may ask that obeys cut-offs, with a secret that opens nothing else. */
  private readonly followed: Record<string, Question> = {
    "GET /admin/epochs": async ({ query }) => {
      const { since } = parsed(epochsSchema, Object.fromEntries(query))
      return { status: 200, body: { epochs: await listEpochs(this.parts.database, since ?? null) } }
    },
    "GET /admin/cutoffs": async ({ query }) => {
      const { since } = parsed(cutoffsSchema, Object.fromEntries(query))
      this.askedForCutoffsAt = Date.now()
      return { status: 200, body: await listCutoffs(this.parts.database, since ?? null, JWT_LIFETIME_S) }
    },
  }

  private readonly questions: Record<string, Question> = {
    "POST /global-token-revocation": async ({ body }) => {
      const { sub_id } = parsedBody(globalRevocationSchema, body)
      const { database, issuer } = this.parts
      if (sub_id.iss !== issuer) return notFound
      const subjects = [sub_id.sub]
      const ended = await revokeSubjects(database, { subjects, cutoff: new Date(), key: "", reason: "" })
      return ended[sub_id.sub]?.outcome === "unknown_subject" ? notFound : { status: 204 }
    },
    "POST /admin/revocations": async ({ body }) => {
      const revocation = parsedBody(revocationsSchema, body)
      return { status: 200, body: { outcomes: await revokeSubjects(this.parts.database, revocation) } }
    },
    "GET /admin/subjects": async ({ query }) => {
      const { after, limit, ...wanted } = parsed(subjectsSchema, Object.fromEntries(query))
      return { status: 200, body: await listSubjects(this.parts.database, wanted, after, limit) }
    },
    "POST /admin/epochs": async ({ body }) => {
      const { cutoff, ...scope } = parsedBody(epochSchema, body)
      return { status: 200, body: { cutoff: await raiseEpoch(this.parts.database, scope, cutoff) } }
    },
    "POST /admin/password-resets": async ({ body }) => {
      const { sub, cutoff } = parsedBody(resetSchema, body)
      return (await requireReset(this.parts.database, sub, cutoff)) ? { status: 204 } : notFound
    },
    "POST /admin/canaries": async ({ body }) => {
      const { kind, sub, relyingParty } = parsedBody(canarySchema, body)
      const canary = await mintCanary(this.parts, kind, { sub, relyingParty })
      return canary ? { status: 200, body: canary } : notFound
    },
    "GET /admin/limits": async () => ({
      status: 200,
      body: { ...this.parts.limits, bulkMax: BULK_MAX } satisfies AuthorityLimits,
    }),
    "GET /admin/capabilities": async () => ({ status: 200, body: this.capabilities() }),
    "GET /admin/statistics": async () => ({ status: 200, body: this.parts.statistics.read() }),
  }

  private aboutSubject(name: string): Question | undefined {
    const sub = /^GET \/admin\/subjects\/([^/]+)$/.exec(name)?.[1]
    if (sub === undefined) return undefined
    return async () => {
      const asked = parsed(subjectSchema, { sub: decoded(sub) })
      const found = await inspectSubject(this.parts.database, asked.sub, this.isFollowed())
      return found ? { status: 200, body: found } : notFound
    }
  }

  /** What is read from the provider itself dies at once; what is self-contained, only where an app asks for cut-offs. */
  private capabilities(): Capability[] {
    const atOnce = (["session", "refresh", "offline", "opaque"] as const).map(
      (kind): Capability => ({ kind, effect: "immediate", windowS: 0 }),
    )
    const untilExpiry: Capability = { kind: "jwt", effect: "until_expiry", windowS: JWT_LIFETIME_S }
    const jwt: Capability = this.isFollowed()
      ? { kind: "jwt", effect: "immediate", windowS: POLL_WINDOW_S }
      : untilExpiry
    if (!this.parts.hasArchive) return [...atOnce, jwt]
    return [...atOnce, { ...jwt, relyingParty: "app-jwt" }, { ...untilExpiry, relyingParty: ARCHIVE }]
  }

  private isFollowed(): boolean {
    return Date.now() - this.askedForCutoffsAt < FOLLOWED_S * 1000
  }
}

const notFound: Answer = { status: 404, body: { error: "subject_not_found" } }

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AppError("invalid", "the address is not well encoded")
  }
}

function parsedBody<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    throw new AppError("invalid", "the body is no JSON")
  }
  return parsed(schema, given)
}

function parsed<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError("invalid", `${issue?.path.join(".") || "the request"}: ${issue?.message}`)
}
