import type { AddressInfo } from "node:net"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"
import { afterAll, expect, test } from "vitest"
import type { OutgoingLetter } from "../../core/letter-transport.ts"
import { nameOfRelay, readRelayUrl } from "../../core/relay.ts"
import { openPool, usualBounds } from "./connection-pool.ts"

/** How each letter came. */
interface Taken {
  isSecure: boolean
  user: unknown
  bytes: number
}

/** A real relay, whose certificate nobody vouches for. */
async function relayWith(options: SMTPServerOptions): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = []
  const server = new SMTPServer({
    authOptional: true,
    onAuth: ({ username, password }, _, done) =>
      password === "s@cret" ? done(null, { user: username }) : done(new Error("no")),
    onData(stream, { secure, user }, done) {
      let bytes = 0
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length
      })
      stream.on("end", () => {
        taken.push({ isSecure: secure, user, bytes })
        done()
      })
    },
    ...options,
  })
  server.on("error", () => {})
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)))
  return { port: (server.server.address() as AddressInfo).port, taken }
}

const withStartTls = await relayWith({})
const withTls = await relayWith({ secure: true })
const inClear = await relayWith({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true })
const message = Buffer.from(`Subject: x\r\n\r\n${"y".repeat(70)}\r\n`.repeat(20_000))
const letter: OutgoingLetter = {
  token: "t",
  from: "bounce+t@example.org",
  to: "kim@example.net",
  message,
  isUtf8: false,
}

async function sendTo(url: string, one: OutgoingLetter = letter) {
  const pool = openPool(readRelayUrl(url), { ...usualBounds, connectMs: 3_000 })
  try {
    return await pool.send(one, { until: Infinity, over: new AbortController().signal })
  } finally {
    await pool.close()
  }
}

test("what the relay offers to encrypt is not sent in the clear because its certificate is nobody's", async () => {
  for (const scheme of ["smtp", "smtps"]) {
    const { port, taken } = scheme === "smtp" ? withStartTls : withTls
    expect(await sendTo(`${scheme}://127.0.0.1:${port}`)).toMatchObject({
      state: "deferred",
      isPushback: true,
    })
    expect(taken).toEqual([])
  }
})

test("a large letter goes through encryption, whole", async () => {
  const [plain, tls] = [withStartTls, withTls].map(
    ({ port }) => `127.0.0.1:${port}?tls.rejectUnauthorized=false`,
  )
  expect(await sendTo(`smtp://${plain}`)).toMatchObject({ state: "accepted" })
  expect(await sendTo(`smtps://${tls}`)).toMatchObject({ state: "accepted" })
  const taken = [...withStartTls.taken, ...withTls.taken]
  expect(taken).toMatchObject([1, 2].map(() => ({ isSecure: true, bytes: message.length })))
})

test("signs in where there are credentials; a sign-in that is refused keeps all letters back", async () => {
  const at = `127.0.0.1:${withStartTls.port}?tls.rejectUnauthorized=false`
  expect(await sendTo(`smtp://kim%40example.org:s%40cret@${at}`)).toMatchObject({ state: "accepted" })
  expect(withStartTls.taken.at(-1)).toMatchObject({ user: "kim@example.org" })
  expect(await sendTo(`smtp://kim:wrong@${at}`)).toEqual({
    state: "deferred",
    reason: expect.stringMatching(/the relay refused our sign-in \(535\)$/),
    isPushback: true,
  })
})

test("where encryption is asked for, a relay without it gets nothing", async () => {
  const at = `127.0.0.1:${inClear.port}`
  expect(await sendTo(`smtp://${at}?requireTLS=true`)).toMatchObject({ state: "deferred", isPushback: true })
  expect(inClear.taken).toEqual([])
  expect(await sendTo(`smtp://kim:s%40cret@${at}`)).toMatchObject({ state: "accepted" })
  expect(inClear.taken).toMatchObject([{ isSecure: false, user: "kim" }])
})

test("a relay's name is its host and port, whatever else its address says", () => {
  for (const [url, name] of [
    ["smtp://relay.example.net", "relay.example.net:587"],
    ["smtps://kim:s%40cret@relay.example.net", "relay.example.net:465"],
    ["smtp://[::1]:2525?port=25&host=evil.example", "[::1]:2525"],
  ] as const)
    expect(nameOfRelay(url)).toBe(name)
  expect(readRelayUrl("smtp://[::1]:2525").host).toBe("::1")
})
