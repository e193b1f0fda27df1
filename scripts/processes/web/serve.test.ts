import { once } from "node:events"
import { request as ask, type IncomingMessage, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { text } from "node:stream/consumers"
import { afterEach, describe, expect, test } from "vitest"
import type { LogFields } from "../../../lib/core/log.ts"
import { comesTrue } from "../../../lib/testing/run-tocsin.ts"
import { BODY_BYTES_MAX } from "./body-bounds.ts"
import { drain } from "./drain.ts"
import type { Readiness } from "./readiness.ts"
import { type Handler, type ServeOptions, serveSafely } from "./serve.ts"

const READY: Readiness = { ready: true, database: "answers", data: "writable", draining: false }
const ID = "01a2000e-3c67-779b-bf82-c50edffd99e7"

let server: Server | null = null
afterEach(() => server?.closeAllConnections())

/** Tells what reached it. */
const echo: Handler = async (request, response) => {
  const body = await text(request)
  response.writeHead(200, { "content-type": "application/json" })
  response.end(JSON.stringify({ headers: request.headers, length: body.length }))
}

async function serving(handle: Handler = echo, settings: Partial<ServeOptions> = {}) {
  const told: [event: string, fields: LogFields][] = []
  const tell = (event: string, fields: LogFields = {}) => void told.push([event, fields])
  const own = serveSafely(handle, {
    url: "https://tocsin.example.org",
    trustedProxies: 0,
    routeOf: (path) => `route of ${path}`,
    readiness: async () => READY,
    draining: new AbortController().signal,
    log: { info: tell, warn: tell, error: tell },
    ...settings,
  })
  server = own
  await once(own.listen(0, "127.0.0.1"), "listening")
  const { port } = own.address() as AddressInfo
  return { server: own, port, told }
}

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

async function get(port: number, path: string, { method = "GET", headers = {}, body }: Asked = {}) {
  const asking = ask({ host: "127.0.0.1", port, path, method, headers, agent: false })
  asking.end(body)
  const [answer] = (await once(asking, "response")) as [IncomingMessage]
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1]

describe("each answer", () => {
  test("bears the policy under whose nonce its page was made, another one each time", async () => {
    const { port } = await serving()
    const answers = await Promise.all([get(port, "/"), get(port, "/")])
    const nonces = answers.map(({ headers, body }) => {
      const policy = headers["content-security-policy"]
      expect(policy).toBe(JSON.parse(body).headers["content-security-policy"])
      expect(policy).not.toContain("unsafe")
      return nonceOf(policy)
    })
    expect(nonces[0]).toMatch(/^[\w+/]{22}==$/)
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test("bears the standing headers, also where it is an error or its maker says otherwise", async () => {
    const handle: Handler = async (request, response) => {
      if (request.url === "/breaks") throw new Error("anna@example.org")
      response.setHeader("referrer-policy", "unsafe-url")
      response.writeHead(404, { "Content-Type": "text/html", "Cache-Control": "public" }).end()
    }
    const { port, told } = await serving(handle)
    for (const [path, status] of [
      ["/", 404],
      ["/breaks", 500],
      ["/health/live", 200],
    ] as const) {
      const answer = await get(port, path)
      expect(answer).toMatchObject({
        status,
        headers: {
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "referrer-policy": "same-origin",
          "permissions-policy": expect.stringContaining("camera=()"),
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "strict-transport-security": "max-age=31536000",
          "cache-control": "no-store",
        },
      })
      expect(answer.body).not.toContain("anna")
    }
    expect(told.map(([event]) => event)).toEqual(["request.done", "request.failed", "request.done"])
  })

  test("lets a letter be framed by our own pages, and do nothing but be looked at", async () => {
    const { port } = await serving()
    const { headers } = await get(port, "/api/letters/inbox/1?scheme=dark")
    expect(headers["x-frame-options"]).toBe("SAMEORIGIN")
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
    )
    for (const path of ["/", "/api/letters", "/incidents?/api/letters/"])
      expect((await get(port, path)).headers["x-frame-options"], path).toBe("DENY")
  })

  test("asks for encryption only where people come by it", async () => {
    const { port } = await serving(echo, { url: "http://localhost:4600" })
    expect((await get(port, "/")).headers).not.toHaveProperty("strict-transport-security")
  })

  test("may be kept where it is a file of the pages, whose name changes with it", async () => {
    const { port } = await serving(async (_, response) => {
      response.setHeader("cache-control", "public, max-age=31536000, immutable")
      response.writeHead(200, { "content-type": "text/css" }).end()
    })
    expect((await get(port, "/_next/static/a.css")).headers["cache-control"]).toContain("immutable")
  })

  test("lets forms lead to where a single sign-on is, and nowhere else", async () => {
    const { port } = await serving(echo, { formTargets: ["https://login.example.org"] })
    const { headers } = await get(port, "/")
    expect(headers["content-security-policy"]).toMatch(/form-action 'self' https:\/\/login\.example\.org$/)
  })
})

describe("what a client says of itself", () => {
  const forged = {
    "content-security-policy": "script-src 'nonce-forged'",
    "content-security-policy-report-only": "script-src 'nonce-forged'",
    "x-tocsin-client": "9.9.9.9",
    "x-forwarded-for": "9.9.9.9",
    "x-real-ip": "9.9.9.9",
    forwarded: "for=9.9.9.9",
    "x-request-id": "anna@example.org",
  }

  test("is not believed", async () => {
    const { port } = await serving()
    const { body } = await get(port, "/", { headers: forged })
    expect(body).not.toMatch(/forged|9\.9\.9\.9|anna/)
    expect(JSON.parse(body).headers).toMatchObject({ "x-tocsin-client": "127.0.0.1" })
  })

  test("is believed of a proxy that is known to stand before us", async () => {
    const { port } = await serving(echo, { trustedProxies: 1 })
    const { body } = await get(port, "/", {
      headers: { ...forged, "x-forwarded-for": "9.9.9.9, 198.51.100.1" },
    })
    expect(JSON.parse(body).headers).toMatchObject({ "x-tocsin-client": "198.51.100.1" })
  })

  test("counts where it is the id of a request, which its answer and the log then name", async () => {
    const { port, told } = await serving()
    const answer = await get(port, "/a?b=c", { headers: { "x-request-id": ID } })
    expect(answer.headers["x-request-id"]).toBe(ID)
    expect(told).toEqual([
      [
        "request.done",
        { method: "GET", route: "route of /a", status: 200, ms: expect.any(Number), request: ID },
      ],
    ])
  })
})

describe("a body", () => {
  const post = (bytes: number) => ({ method: "POST", body: Buffer.alloc(bytes, "a") })

  test("is taken up to its bound", async () => {
    const { port } = await serving()
    expect(JSON.parse((await get(port, "/", post(BODY_BYTES_MAX))).body)).toMatchObject({
      length: BODY_BYTES_MAX,
    })
  })

  test.each<[string, string, string]>([
    ["a page", "/incidents/new", "This is too large: 1 MiB can be sent at once"],
    ["a program", "/api/v1/incidents", '{"message":"This is too large: 1 MiB can be sent at once"}'],
  ])("beyond it is refused in words for %s", async (_, path, words) => {
    const { port } = await serving()
    expect(await get(port, path, post(BODY_BYTES_MAX + 1))).toMatchObject({ status: 413, body: words })
  })

  test("whose length is not said is refused, for it could not be bounded", async () => {
    const { port } = await serving()
    const headers = { "transfer-encoding": "chunked" }
    const answer = await get(port, "/", { method: "POST", headers, body: "a" })
    expect(answer).toMatchObject({ status: 411, body: expect.stringContaining("how long") })
  })

  test("is unbounded where it is a file of evidence", async () => {
    const { port } = await serving()
    const headers = { "transfer-encoding": "chunked" }
    const body = Buffer.alloc(3 * BODY_BYTES_MAX, "a")
    const answer = await get(port, `/api/evidence/${ID}/files/a.csv`, { method: "PUT", headers, body })
    expect(JSON.parse(answer.body)).toMatchObject({ length: 3 * BODY_BYTES_MAX })
  })

  test("of two lengths, or with a length that is none, never reaches a page", async () => {
    const { port } = await serving()
    for (const length of ["1\r\nContent-Length: 2", "-1", "1e9", "0x10"]) {
      const socket = connect(port, "127.0.0.1")
      socket.end(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\na`)
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
    }
  })
})

describe("health", () => {
  test("tells that the process lives, and whether it is ready", async () => {
    const { port } = await serving()
    expect(await get(port, "/health/live")).toMatchObject({ status: 200, body: '{"live":true}' })
    expect(await get(port, "/health/ready?x=1")).toMatchObject({ status: 200, body: JSON.stringify(READY) })
  })

  test("is 503 where it is not ready, with the reason", async () => {
    const state: Readiness = { ...READY, ready: false, database: "away" }
    const { port } = await serving(echo, { readiness: async () => state })
    expect(await get(port, "/health/ready")).toMatchObject({ status: 503, body: JSON.stringify(state) })
  })
})

describe("a server that is to end", () => {
  /** Answers when it is told to. */
  function held() {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let reached = () => {}
    const isReached = new Promise<void>((resolve) => {
      reached = resolve
    })
    const handle: Handler = async (_, response) => {
      reached()
      await released
      response.end("whole")
    }
    return { handle, release: () => release(), isReached }
  }

  test("answers what is under way, and takes no more", async () => {
    const { handle, release, isReached } = held()
    const { server, port } = await serving(handle)
    const answer = get(port, "/")
    await isReached
    const ended = drain(server, { graceMs: 0, msMax: 60_000 })
    expect(await comesTrue(() => !server.listening, 5_000)).toBe(true)
    release()
    expect((await answer).body).toBe("whole")
    await ended
  })

  test("still answers in its grace, on connections that it does not keep", async () => {
    const draining = AbortSignal.abort()
    const { server, port } = await serving(echo, { draining })
    const ended = drain(server, { graceMs: 1_000, msMax: 60_000 })
    const { status, headers } = await get(port, "/")
    expect([status, headers.connection]).toEqual([200, "close"])
    server.closeAllConnections()
    await ended
    await expect(get(port, "/")).rejects.toMatchObject({ code: "ECONNREFUSED" })
  })

  test("cuts off what does not end, when its time is over", async () => {
    const { handle, isReached } = held()
    const { server, port } = await serving(handle)
    const answer = get(port, "/")
    answer.catch(() => {})
    await isReached
    await drain(server, { graceMs: 0, msMax: 100 })
    await expect(answer).rejects.toMatchObject({ code: "ECONNRESET" })
  })
})
