import { randomBytes } from "node:crypto"
import { type AddressInfo, connect, type Socket } from "node:net"
import { text } from "node:stream/consumers"
import { Webhook } from "standardwebhooks"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { openPublicDatabase } from "../../lib/platform/db/public-database.ts"
import { ensurePublicRole, publicRoleOf } from "../../lib/platform/db/public-role.ts"
import { letterCodeOf } from "../../lib/public/letter-code.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { canaries, sentLetter } from "../../lib/testing/database/sent-letter.ts"
import { openPublicServer } from "./public-server.ts"

const { database, url } = await ownDatabase()
const open = openPublicDatabase(await ensurePublicRole(url, "a-password-of-its-own"))
const SECRET = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`
const GATE = { attemptsMax: 1_000, allAttemptsMax: 10_000, windowMs: 60_000 }

/** A server on a port of its own. */
async function served(settings: Partial<Parameters<typeof openPublicServer>[0]> = {}) {
  const one = openPublicServer({
    database: open,
    webhookSecrets: { mailer: SECRET },
    isSecure: false,
    gate: GATE,
    ...settings,
  })
  await new Promise<void>((resolve) => one.server.listen(0, "127.0.0.1", resolve))
  const { port } = one.server.address() as AddressInfo
  afterAll(() => one.server.closeAllConnections())
  return { ...one, port, address: `http://127.0.0.1:${port}` }
}

const { port, address, server } = await served()

afterAll(async () => {
  server.close()
  await open.close()
  const role = publicRoleOf(new URL(url).pathname.slice(1))
  await database.$executeRawUnsafe(`DROP OWNED BY "${role}"`)
  await database.$executeRawUnsafe(`DROP ROLE "${role}"`)
})

const { code } = await sentLetter(database)
const unknownCode = () => letterCodeOf(randomBytes(10))

const check = (typed: string, headers: Record<string, string> = {}, at = address) =>
  fetch(at, { method: "POST", body: new URLSearchParams({ code: typed }), headers })

describe("the letter check", () => {
  test("asks for a code without a script, an inline style or anything from elsewhere", async () => {
    const answer = await fetch(address)
    const page = await answer.text()
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(page).toContain("Is this letter real?")
    expect(page).not.toMatch(/<script|<style|style=|onload|https?:/i)
    expect((await fetch(`${address}/look.css`)).headers.get("content-type")).toBe("text/css; charset=utf-8")
  })

  test("says when a letter was sent and from which address, however its code is typed", async () => {
    for (const typed of [
      code,
      code.toLowerCase(),
      code.replaceAll("-", " "),
      ` ${code.replaceAll("-", "")}\n`,
    ]) {
      const page = await (await check(typed)).text()
      expect(page).toContain("We sent a letter with this code")
      expect(page).toContain("It was sent on 19 February 2024.")
      expect(page).toContain("<dd>Example Cameras &lt;notices@example.org&gt;</dd>")
    }
  })

  test("speaks German where German is asked for first", async () => {
    const page = await (await check(code, { "accept-language": "fr, de-AT;q=0.9, en;q=0.8" })).text()
    expect(page).toContain('<html lang="de">')
    expect(page).toContain("Er wurde am 19. Februar 2024 versandt.")
    expect(await (await fetch(address, { headers: { "accept-language": "en, de" } })).text()).toContain(
      "real?",
    )
  })

  test("shows what a letter said to everybody who got it, in its own language, with brackets for one's own values", async () => {
    const content = "Guten Tag {{name}},\n\nwir haben {{pictures}} Bilder\nvon <Ihnen> gezeigt.\n"
    const german = await sentLetter(database, { locale: "de", subject: "{{name}}, Ihre Kamera", content })
    const page = await (await check(german.code)).text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('<dd lang="de">(…), Ihre Kamera</dd>')
    expect(page).toContain(
      '<blockquote lang="de"><p>Guten Tag (…),</p>\n<p>wir haben (…) Bilder\nvon &lt;Ihnen&gt; gezeigt.</p></blockquote>',
    )
  })

  test.each(Object.entries(canaries))("tells nothing of a recipient: not its %s", async (_, canary) => {
    for (const language of ["en", "de"]) {
      const answer = await check(code, { "accept-language": language })
      const told = `${await answer.text()} ${JSON.stringify([...answer.headers])}`
      expect(told).toContain("example.org")
      expect(told).not.toContain(canary)
    }
  })

  test("a letter that was not sent yet, an unknown code and nonsense get one answer", async () => {
    const waiting = await sentLetter(database, { sentAt: null })
    const shape = (page: string) => page.replaceAll(/value="[^"]*"/g, "")
    const pages = new Set<string>()
    for (const typed of [waiting.code, unknownCode(), "nonsense", "", "\0", "x".repeat(300), `${code}%`]) {
      const answer = await check(typed)
      expect(answer.status).toBe(200)
      pages.add(shape(await answer.text()))
    }
    expect(pages.size).toBe(1)
    expect([...pages][0]).toContain("We sent no letter with this code")
  })

  test("a letter that is found takes as long as one that is not", async () => {
    const slow = await served({
      database: {
        ...open,
        findLetter: async (asked) => {
          const letter = await open.findLetter(asked)
          // A database that takes far longer for what it finds.
          await new Promise((resolve) => setTimeout(resolve, letter ? 150 : 0))
          return letter
        },
      },
    })
    const tookMs = async (typed: string, at: string) => {
      const startedAt = performance.now()
      await (await check(typed, {}, at)).text()
      return performance.now() - startedAt
    }
    for (const at of [address, slow.address])
      for (const typed of [code, unknownCode(), "nonsense"]) {
        // The fastest of three: a busy machine may delay one.
        const tries = await Promise.all([1, 2, 3].map(() => tookMs(typed, at)))
        expect(Math.min(...tries)).toBeGreaterThan(245)
        expect(Math.min(...tries), "one step").toBeLessThan(480)
      }
    slow.server.close()
  })

  test.each([
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "' onfocus='alert(1)",
    "&lt;b&gt;",
    "</title>",
  ])("shows %s as text", async (typed) => {
    const page = await (await check(typed)).text()
    expect(page).not.toMatch(/<script|<img|<b>/)
    expect(page.split("<body>")[1]).not.toContain(typed)
    expect(page.match(/<\/title>/g)).toHaveLength(1)
  })

  test("counts what one network tries, and what all try", async () => {
    const narrow = await served({ gate: { attemptsMax: 2, allAttemptsMax: 5, windowMs: 60_000 } })
    const from = (client: string) =>
      check("x", { "x-forwarded-for": `203.0.113.9, ${client}` }, narrow.address).then(({ status }) => status)
    const one = await Promise.all(["198.51.100.1", "198.51.100.1", "198.51.100.1"].map(from))
    expect(one.toSorted()).toEqual([200, 200, 429])
    const network = await Promise.all(
      ["2001:db8:1:2::1", "2001:db8:1:2:3::9", "2001:db8:1:2:4:5:6:7"].map(from),
    )
    expect(network.toSorted()).toEqual([200, 200, 429])
    expect([await from("198.51.100.2"), await from("198.51.100.3")]).toEqual([200, 429])
    const refused = await check("x", {}, narrow.address)
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(await refused.text()).toContain("Too many codes were tried")
    narrow.server.close()
  })

  test("says that it cannot look while the database is away, and is not ready then", async () => {
    const away = () => Promise.reject(new Error("it is away"))
    const lost = await served({ database: { findLetter: away, takeWebhook: away } })
    const answer = await check(code, {}, lost.address)
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringContaining("cannot look this up"),
    ])
    expect((await fetch(`${lost.address}/health/ready`)).status).toBe(503)
    expect((await fetch(`${lost.address}/health/live`)).status).toBe(200)
    expect((await message("m-away", "{}", { at: lost.address })).status).toBe(503)
    lost.server.close()
  })
})

interface Sent {
  at?: string
  source?: string
  signedAt?: Date
  change?: Record<string, string>
}

/** A message as a sender signs it. */
function message(
  id: string,
  body: string,
  { at = address, source = "mailer", signedAt = new Date(), change }: Sent = {},
) {
  return fetch(`${at}/webhooks/${source}`, {
    method: "POST",
    body,
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(signedAt.getTime() / 1000)),
      "webhook-signature": new Webhook(SECRET).sign(id, signedAt, body),
      ...change,
    },
  })
}

describe("messages of other programs", () => {
  beforeEach(() => database.inboundWebhook.deleteMany())
  const kept = () => database.inboundWebhook.findMany()

  test("are kept once, however often they are sent", async () => {
    const body = JSON.stringify({ type: "mail.bounced", text: "Zoë ☃" })
    const statuses = await Promise.all([1, 2, 3].map(async () => (await message("m-1", body)).status))
    expect(statuses).toEqual([204, 204, 204])
    expect(await kept()).toMatchObject([{ source: "mailer", messageId: "m-1", body }])
  })

  test.each<[string, Parameters<typeof message>, number]>([
    ["of a sender whom we do not know", ["m", "{}", { source: "stranger" }], 404],
    ["of a sender named as a part of every object", ["m", "{}", { source: "constructor" }], 404],
    ["of nobody", ["m", "{}", { source: "" }], 404],
    ["that was signed six minutes ago", ["m", "{}", { signedAt: new Date(Date.now() - 360_000) }], 401],
    ["that was signed in six minutes", ["m", "{}", { signedAt: new Date(Date.now() + 360_000) }], 401],
    ["with another signature", ["m", "{}", { change: { "webhook-signature": "v1,AAAA" } }], 401],
    ["with a signature of another kind", ["m", "{}", { change: { "webhook-signature": "v1a,AAAA" } }], 401],
    ["with half a signature", ["m", "{}", { change: { "webhook-signature": "v1" } }], 401],
    ["with no signature", ["m", "{}", { change: { "webhook-signature": "" } }], 401],
    [
      "with a thousand signatures",
      ["m", "{}", { change: { "webhook-signature": "v1,AAAA ".repeat(500) } }],
      401,
    ],
    ["with a time that is none", ["m", "{}", { change: { "webhook-timestamp": "soon" } }], 401],
    ["with another's id", ["m", "{}", { change: { "webhook-id": "n" } }], 401],
    ["with an id as long as a book", ["m".repeat(300), "{}", {}], 400],
    ["with what the database cannot keep", ["m", "a\0b", {}], 400],
    ["that is compressed", ["m", "{}", { change: { "content-encoding": "gzip" } }], 415],
    ["that is too long", ["m", "x".repeat(256 * 1024 + 1), {}], 413],
  ])("one %s is refused", async (_, sent, status) => {
    const answered = await message(...sent).catch(() => null)
    // Whoever sends too much may be hung up on before the answer is read.
    if (status !== 413 || answered) expect(answered?.status).toBe(status)
    expect(await kept()).toEqual([])
  })

  test("one that is as long as it may be is taken", async () => {
    expect((await message("m-long", "x".repeat(256 * 1024))).status).toBe(204)
  })
})

/** What a server says to bytes, until it hangs up. */
async function said(bytes: string | Buffer, to = port): Promise<string> {
  const socket: Socket = connect(to, "127.0.0.1")
  socket.on("error", () => {})
  socket.write(bytes)
  return await text(socket).catch(() => "")
}

describe("nothing else is answered", () => {
  test.each<[string, string, number]>([
    ["PUT", "/", 405],
    ["DELETE", "/", 405],
    ["OPTIONS", "/", 405],
    ["PATCH", "/webhooks/mailer", 405],
    ["GET", "/webhooks/mailer", 405],
    ["POST", "/health/live", 405],
    ["POST", "/look.css", 405],
    ["GET", "/look.css/", 404],
    ["GET", "/../lib/core/errors.ts", 404],
    ["GET", "/%2e%2e/%2e%2e/etc/passwd", 404],
    ["GET", "/..%2f..%2fetc/passwd", 404],
    ["GET", "//evil.example", 404],
    ["GET", "/favicon.ico", 404],
    ["GET", "/sign-in", 404],
    ["GET", "/api/v1/incidents", 404],
    ["GET", "/incidents/INC-1", 404],
    ["GET", "http://127.0.0.1/", 404],
    ["GET", "/health", 404],
    ["GET", "/constructor", 404],
    ["GET", "/health/live?x=1", 200],
    ["HEAD", "/", 200],
  ])("%s %s: %i", async (method, path, status) => {
    const answer = await said(`${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toMatch(/x-content-type-options: nosniff/)
    if (status === 405) expect(answer).toMatch(/^allow: (GET, HEAD|POST|GET, HEAD, POST)\r$/m)
  })

  test.each<[string, string | Buffer]>([
    ["no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    ["TLS", Buffer.from("16030100a5010000a10303", "hex")],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef"],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    ],
    ["a header with a line break alone", "GET / HTTP/1.1\r\nhost: a\r\nx: a\nb\r\n\r\n"],
    ["a path with a line break", "GET /a\nb HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["a header as long as a book", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(20_000)}\r\n\r\n`],
    ["a path as long as a book", `GET /${"a".repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`],
    ["a way through", "CONNECT example.org:443 HTTP/1.1\r\nhost: a\r\n\r\n"],
  ])("%s is hung up on", async (_, bytes) => {
    const answer = await said(bytes)
    expect(answer === "" || /^HTTP\/1\.1 4(00|31) /.test(answer)).toBe(true)
  })

  test("a form that announces more than a code is not read", async () => {
    const head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    expect(await said(`${head}content-length: 99999999\r\n\r\ncode=x`)).toMatch(/^HTTP\/1\.1 413 /)
  })

  test("a form of another kind is not read", async () => {
    const answer = await fetch(address, { method: "POST", body: JSON.stringify({ code }) })
    expect(answer.status).toBe(415)
  })

  test("whoever sends a header and no more is hung up on in time", async () => {
    const startedAt = performance.now()
    expect(await said("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ")).toMatch(/^(HTTP\/1\.1 408 |$)/)
    expect(performance.now() - startedAt).toBeLessThan(9_000)
  })

  test("whoever sends half a body and no more is hung up on in time", async () => {
    const startedAt = performance.now()
    const head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    expect(await said(`${head}content-length: 500\r\n\r\ncode=`)).toMatch(/^(HTTP\/1\.1 (408|503) |$)/)
    expect(performance.now() - startedAt).toBeLessThan(16_000)
  })

  test("a connection that is kept open for the next request is closed when none comes", async () => {
    const startedAt = performance.now()
    expect(await said("GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /)
    expect(performance.now() - startedAt).toBeLessThan(12_000)
  })
})

test("while it drains it brings to an end what is under way, and takes nothing more", async () => {
  const draining = await served()
  const underWay = check(code, {}, draining.address)
  await new Promise((resolve) => draining.server.once("request", resolve))
  const drained = draining.drain()
  const answer = await underWay
  expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"])
  await drained
  await expect(fetch(draining.address)).rejects.toThrow()
})

test("behind TLS it asks browsers to keep to it", async () => {
  const secure = await served({ isSecure: true })
  expect((await fetch(secure.address)).headers.get("strict-transport-security")).toBe("max-age=31536000")
  secure.server.close()
})
