import { createHash, randomUUID } from "node:crypto"
import { createServer, type IncomingHttpHeaders, type Server } from "node:http"
import { fileURLToPath } from "node:url"
import { Webhook } from "standardwebhooks"

/*
 * What a back end needs so that its sessions can be ended, and that be proved: an example to read, with its sessions in
 * memory. Try it: RECEIVER_SECRET=… RECEIVER_SIGNING_SECRET=whsec_… node --import tsx scripts/authority/reference-receiver.ts
 */
export type Ask = { headers: IncomingHttpHeaders; query: URLSearchParams; body: string }
export type Routes = Record<string, (ask: Ask) => { status: number; json?: unknown }>
const FOREVER = 8.64e15 // The last instant that there is.
type Scope = { scope: string; modulus?: unknown; cohort?: unknown; sub?: unknown }

export function receiverRoutes({ bearer, signing }: { bearer: string; signing: string }): Routes {
  const users = new Set(["example-user"])
  const tokens = new Map<string, { sub: string; kind: string; issuedAt: number; usedAt: number }>()
  const cutoffs = new Map<string, number>()
  const seen = new Set<string>() // In a real back end: with the database, for as long as old messages are taken.

  const isOurs = ({ headers }: Ask) => headers.authorization === `Bearer ${bearer}`
  const keyOf = ({ scope, modulus, cohort, sub }: Scope) =>
    [scope, modulus, cohort, sub].map(String).join("/")
  const cohortOf = (sub: string, n: number) => createHash("sha256").update(sub).digest().readUInt32BE(0) % n
  const isBefore = (sub: string, issuedAt: number) =>
    [...cutoffs].some(([key, cutoff]) => {
      const [scope, modulus, cohort] = key.split("/")
      const isOf = scope === "cohort" ? cohortOf(sub, Number(modulus)) === Number(cohort) : scope === "global"
      return (isOf || key === keyOf({ scope: "subject", sub })) && issuedAt < cutoff
    })
  /** The message of Standard Webhooks, or null: not signed by Tocsin, older than five minutes, or here before. */
  const messageOf = ({ headers, body }: Ask) => {
    try {
      const message = new Webhook(signing).verify(body, headers as Record<string, string>)
      const id = String(headers["webhook-id"])
      return seen.has(id)
        ? null
        : seen.add(id) && (message as { type: string; data: Scope & { cutoff: string } })
    } catch {
      return null
    }
  }

  return {
    "POST /global-token-revocation": (ask) => {
      if (!isOurs(ask)) return { status: 401 }
      const { sub } = JSON.parse(ask.body).sub_id
      if (!users.has(sub)) return { status: 404 }
      for (const [token, one] of tokens) if (one.sub === sub) tokens.delete(token)
      return { status: 204 }
    },
    "POST /epochs": (ask) => {
      const message = messageOf(ask)
      if (!message) return { status: 401 }
      const key = keyOf(message.data)
      cutoffs.set(key, Math.max(cutoffs.get(key) ?? 0, Date.parse(message.data.cutoff))) // It never moves back.
      return { status: 200, json: { cutoff: new Date(cutoffs.get(key) ?? 0) } }
    },
    "GET /epochs": (ask) => {
      if (!isOurs(ask)) return { status: 401 }
      const cutoff = cutoffs.get(keyOf(Object.fromEntries(ask.query) as unknown as Scope))
      return { status: 200, json: { cutoff: cutoff === undefined ? null : new Date(cutoff) } }
    },
    "POST /webhooks": (ask) => ({ status: messageOf(ask) ? 204 : 401 }), // switch.flip, password_reset.require
    "GET /sessions": (ask) => {
      if (!isOurs(ask)) return { status: 401 }
      const sub = String(ask.query.get("sub"))
      const alive = [...tokens.values()].filter((one) => one.sub === sub && !isBefore(sub, one.issuedAt))
      const sessions = alive.map(({ kind, issuedAt }) => ({ kind, startedAt: new Date(issuedAt) }))
      return users.has(sub) ? { status: 200, json: { sessions } } : { status: 404 }
    },
    // Only the last use of a token is known: whoever came again afterwards may have been there in the time that is meant.
    "GET /subjects": (ask) => {
      if (!isOurs(ask)) return { status: 401 }
      const { after = "", limit = 5_000, ...of } = Object.fromEntries(ask.query)
      const { usedFrom = 0, usedTo = FOREVER, startedBefore = FOREVER } = of
      const meant = [...tokens.values()].filter(
        ({ sub, issuedAt, usedAt }) =>
          !(sub.startsWith("canary-") || isBefore(sub, issuedAt)) &&
          usedAt >= Number(new Date(usedFrom)) &&
          issuedAt <= Number(new Date(usedTo)) &&
          issuedAt < Number(new Date(startedBefore)),
      )
      return { status: 200, json: pageOf(meant, after, Number(limit)) }
    },
    "POST /canaries": (ask) => {
      if (!isOurs(ask)) return { status: 401 }
      const { kind, sub = `canary-${randomUUID()}` } = JSON.parse(ask.body)
      const token = randomUUID()
      users.add(sub)
      tokens.set(token, { sub, kind, issuedAt: Date.now(), usedAt: Date.now() })
      return { status: 200, json: { sub, token, relyingParty: "example app" } }
    },
    "GET /probe": ({ headers }) => {
      const one = tokens.get(headers.authorization?.replace("Bearer ", "") ?? "")
      if (!one || isBefore(one.sub, one.issuedAt)) return { status: 401 }
      one.usedAt = Date.now()
      return { status: 200, json: {} }
    },
  }
}

/** The subjects after the last of the page before, in an order that stays the same. */
function pageOf(meant: readonly { sub: string; usedAt: number }[], after: string, limit: number) {
  const rest = [...new Set(meant.map(({ sub }) => sub))].sort().filter((sub) => sub > after)
  const subjects = rest.slice(0, limit).map((sub) => {
    const its = meant.filter((one) => one.sub === sub)
    return { sub, sessions: its.length, lastUsedAt: new Date(Math.max(...its.map(({ usedAt }) => usedAt))) }
  })
  return { subjects, next: rest.length > limit ? subjects.at(-1)?.sub : null }
}

export function serveRoutes(routes: Routes, port = 0): Promise<Server> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://receiver")
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const route = routes[`${request.method} ${url.pathname}`]
    const body = Buffer.concat(chunks).toString("utf8")
    const { status, json } = route?.({ headers: request.headers, query: url.searchParams, body }) ?? {
      status: 404,
    }
    response.writeHead(status, { "content-type": "application/json" })
    response.end(json === undefined ? "" : JSON.stringify(json))
  })
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { RECEIVER_SECRET: bearer, RECEIVER_SIGNING_SECRET: signing, RECEIVER_PORT = "4790" } = process.env
  if (!bearer || !signing) throw new Error("Set RECEIVER_SECRET and RECEIVER_SIGNING_SECRET")
  await serveRoutes(receiverRoutes({ bearer, signing }), Number(RECEIVER_PORT))
}
