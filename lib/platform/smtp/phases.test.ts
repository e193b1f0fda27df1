import { randomBytes } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import type { OutgoingLetter, SendingLease } from "../../core/letter-transport.ts"
import { readRelayUrl } from "../../core/relay.ts"
import { type RelayAnswer, type RelayStep, scriptedRelay } from "../../testing/scripted-relay.ts"
import { type ConnectionPool, openPool, type PoolBounds, usualBounds } from "./connection-pool.ts"

const relay = await scriptedRelay()
const extensions = [...relay.extensions]
const patience = { connectMs: 10_000, letterMs: 10_000, endMs: 10_000 }
/** So that whoever says nothing is given up within a test. */
const impatience = { connectMs: 300, letterMs: 300, endMs: 300 }
let pool: ConnectionPool

const open = (bounds: Partial<PoolBounds> = {}) =>
  openPool(readRelayUrl(`smtp://127.0.0.1:${relay.port}`), { ...usualBounds, ...patience, ...bounds })

beforeEach(() => {
  Object.assign(relay, {
    answer: () => undefined,
    extensions: [...extensions],
    taken: [],
    said: [],
    takesAll: false,
  })
  for (const socket of relay.open) socket.destroy()
  relay.open.clear()
  relay.connections = 0
  pool = open()
})
afterEach(() => pool.close())

/** A lease that stays. */
const forLong = (): SendingLease => ({ until: Infinity, over: new AbortController().signal })

function letter(other: Partial<OutgoingLetter> = {}): OutgoingLetter {
  const token = randomBytes(8).toString("hex")
  const message = Buffer.from(`Subject: ${token}\r\n\r\nGood day\r\n.\r\n..\r\nbye\r\n`)
  return {
    token,
    from: `bounce+${token}@example.org`,
    to: "kim@example.net",
    message,
    isUtf8: false,
    ...other,
  }
}

const send = (other: Partial<OutgoingLetter> = {}) => pool.send(letter(other), forLong())

/** More than any buffer on the way holds. */
const large = () =>
  Buffer.from(
    `Subject: large\r\n\r\n${"seventy characters of a letter that has a lot to say\r\n".repeat(150_000)}`,
  )

/** Has the relay do this at that step. */
const at = (step: RelayStep, answer: RelayAnswer) => {
  relay.answer = (asked) => (asked === step ? answer : undefined)
}

const beforeTheLetter: RelayStep[] = ["greeting", "ehlo", "mail", "rcpt", "data"]
const manners = [
  ["with pipelining", extensions],
  ["one command at a time", extensions.filter((one) => one !== "PIPELINING")],
] as const

describe.each(manners)("%s", (_, offered) => {
  beforeEach(() => {
    relay.extensions = [...offered]
  })

  test("a letter arrives as it is, once, and its connection is used again", async () => {
    const letters = Array.from({ length: 50 }, () => letter())
    for (const one of letters)
      expect(await pool.send(one, forLong())).toEqual({
        state: "accepted",
        reason: "2.0.0 the relay took the letter (250)",
      })
    expect(relay.taken.map(({ raw }) => raw)).toEqual(
      letters.map(({ message }) => String(message).replace(/\r\n$/, "")),
    )
    expect(relay.taken[0]).toMatchObject({
      mail: `MAIL FROM:<${letters[0]?.from}> SIZE=${letters[0]?.message.length} RET=HDRS ENVID=${letters[0]?.token}`,
      rcpt: "RCPT TO:<kim@example.net> NOTIFY=FAILURE",
    })
    expect(relay.connections).toBe(1)
  })

  test.each(beforeTheLetter)("a relay that dies at %s surely has no letter", async (step) => {
    at(step, { die: true })
    expect(await send()).toMatchObject({ state: "deferred" })
    expect([relay.taken.length, relay.connections]).toEqual([0, 1])
  })

  test.each(beforeTheLetter)(
    "a relay that says nothing at %s is given up, and surely has no letter",
    async (step) => {
      pool = open(impatience)
      at(step, { hang: true })
      expect(await send()).toMatchObject({ state: "deferred", isPushback: true })
      expect([relay.taken.length, relay.connections]).toEqual([0, 1])
    },
  )

  test.each<[RelayStep, string]>([
    ["mail", "5.7.1 the relay refused the sender (550)"],
    ["rcpt", "5.7.1 the relay refused the recipient (550)"],
    ["data", "5.7.1 the relay refused to take a letter (550)"],
    ["dot", "5.7.1 the relay refused the letter (550)"],
  ])(
    "550 at %s is a refusal, without the relay's words, and the next letter goes on",
    async (step, reason) => {
      relay.answer = (asked, _line, nth) =>
        asked === step && nth === 1 ? "550-5.7.1 not kim@example.net\r\n550 5.7.1 for sure" : undefined
      expect(await send()).toEqual({ state: "rejected", reason })
      expect(await send()).toMatchObject({ state: "accepted" })
      expect(relay.connections).toBe(1)
    },
  )

  test.each<[RelayStep, string, boolean]>([
    ["mail", "451 4.3.0 later", false],
    ["rcpt", "450 4.2.1 greylisted", false],
    ["rcpt", "451 4.7.1 too many", true],
    ["data", "454 4.3.0 not now", true],
    ["dot", "452 4.3.1 full", false],
    ["dot", "421 4.3.2 going away", true],
    ["mail", "421 bye", true],
    ["rcpt", "421 bye", true],
    ["mail", "530 5.7.0 who are you", true],
  ])("at %s, %s is put off; a push-back: %s", async (step, answer, isPushback) => {
    at(step, answer)
    expect(await send()).toMatchObject({ state: "deferred", isPushback })
    relay.answer = () => undefined
    expect(await send()).toMatchObject({ state: "accepted" })
  })

  test("a sender and a recipient of every ASCII shape stay one argument", async () => {
    expect(await send({ to: "kim@example.net> NOTIFY=NEVER" })).toMatchObject({ state: "deferred" })
    expect(relay.said.filter((line) => line.includes("NEVER"))).toEqual([])
  })
})

describe("a relay that dies in a letter", () => {
  test("and has not got all of it: surely not sent", async () => {
    at("body", { deaf: true })
    const sending = send({ message: large() })
    await vi.waitFor(() => expect([...relay.open].some((socket) => socket.isPaused())).toBe(true))
    for (const socket of relay.open) socket.destroy()
    expect(await sending).toEqual({
      state: "deferred",
      reason: "the connection was lost before the letter's end",
      isPushback: false,
    })
  })

  test("and stops reading it: cut off before its end", async () => {
    pool = open(impatience)
    at("body", { deaf: true })
    expect(await send({ message: large() })).toMatchObject({
      reason: "the relay was too slow to take the letter",
      isPushback: true,
    })
    expect(relay.taken).toHaveLength(0)
  })

  test("reads slowly, but reads: it arrives whole", async () => {
    relay.answer = (step) => {
      if (step !== "body") return
      for (const socket of relay.open) {
        socket.pause()
        setImmediate(() => socket.resume())
      }
      return undefined
    }
    const message = large()
    expect(await send({ message })).toMatchObject({ state: "accepted" })
    expect(relay.taken[0]?.raw.length).toBe(message.length - 2)
  })
})

describe("after a letter's end nobody guesses", () => {
  test.each<[string, RelayAnswer]>([
    ["the connection is lost", { die: true }],
    ["nothing is said", { hang: true }],
    ["a reply is garbage", "very well"],
    ["a reply has no blank", "250ok"],
    ["a reply has four digits", "2500 ok"],
    ["a reply is that of another command", "354 go on"],
    ["a reply is 2xx and another one", "251 user not local"],
    ["a reply greets", "220 relay.example.net"],
    ["its lines have two codes", "250-ok\r\n550 no"],
    ["its first line refuses and its last accepts", "550-no\r\n250 ok"],
    ["a reply never ends", `250-${"ok\r\n250-".repeat(40_000)}`],
    ["a line never ends", "250 ".padEnd(200_000, "x")],
    ["it is octets", "\u0000\u0001\u00ff"],
  ])("%s: unknown", async (_, answer) => {
    if (typeof answer === "object") pool = open(impatience)
    at("dot", answer)
    expect(await send()).toMatchObject({ state: "unknown" })
    expect([relay.taken.length, relay.connections]).toEqual([1, 1])
    relay.answer = () => undefined
    expect(await send()).toMatchObject({ state: "accepted" })
    expect(relay.connections).toBe(2)
  })

  test("a refusal without a line end, and the end of the connection, is none", async () => {
    relay.answer = (step) => {
      if (step !== "dot") return
      for (const socket of relay.open) socket.end("550 5.7.1 n")
      return { hang: true }
    }
    expect(await send()).toMatchObject({ state: "unknown" })
  })
})

describe("a relay that lies", () => {
  test.each<[string, RelayStep, RelayAnswer]>([
    ["says 250 to the letter together with 354", "data", "354 go on\r\n250 2.0.0 taken"],
    ["says 250 where it should say 354", "data", "250 ok"],
    ["says 354 to the recipient", "rcpt", "354 go on"],
    ["says garbage to the recipient", "rcpt", "certainly"],
    ["says 250 to the recipient in its own way", "rcpt", "OK 250"],
    ["says garbage to the sender", "mail", "certainly"],
    ["says garbage to DATA", "data", "certainly"],
    ["says two things to the sender", "mail", "250 ok\r\n250 ok"],
    ["greets with garbage", "greeting", "good morning"],
    ["greets with a line without an end", "greeting", "220 ".padEnd(2_000_000, "x")],
    ["greets for ever", "greeting", "220-x\r\n".repeat(20_000)],
    ["knows no end of its extensions", "ehlo", "250-X\r\n".repeat(20_000)],
  ])("and %s has no letter", async (_, step, answer) => {
    at(step, answer)
    expect(await send()).toMatchObject({ state: "deferred", isPushback: true })
    expect(relay.taken).toHaveLength(0)
    relay.answer = () => undefined
    expect(await send()).toMatchObject({ state: "accepted" })
  })

  test("and takes a letter whose recipient it refused gets an empty one for nobody", async () => {
    relay.takesAll = true
    at("rcpt", "550 5.1.1 no such user")
    expect(await send()).toMatchObject({ state: "rejected" })
    expect(relay.taken.map(({ rcpt, raw }) => rcpt + raw)).toEqual([""])
  })

  test("and answers twice to one letter does not answer for the next one", async () => {
    relay.answer = (step) => (step === "dot" ? "250 ok\r\n250 ok" : undefined)
    expect(await send()).toMatchObject({ state: "accepted" })
    relay.answer = (step) => (step === "rcpt" ? "550 5.1.1 no" : undefined)
    expect((await send()).state).not.toMatch(/accepted|unknown/)
    expect(relay.taken).toHaveLength(1)
  })
})

describe("the lease", () => {
  const until = (ms: number): SendingLease => ({
    until: performance.now() + ms,
    over: new AbortController().signal,
  })

  test("that is over begins nothing", async () => {
    expect(await pool.send(letter(), until(-1))).toMatchObject({ state: "deferred", isPushback: false })
    expect(relay.said.filter((line) => line.startsWith("MAIL"))).toEqual([])
  })

  test.each(manners)("that ends before DATA is answered gives no end, %s", async (_, offered) => {
    relay.extensions = [...offered]
    let now = true
    const lease = {
      get until() {
        return now ? Infinity : 0
      },
      over: new AbortController().signal,
    }
    relay.answer = (step) => {
      if (step === "rcpt") now = false
      return undefined
    }
    expect(await pool.send(letter(), lease)).toMatchObject({ state: "deferred" })
    expect(relay.taken).toHaveLength(0)
  })

  test("whose end is announced cuts off what is under way, and not the wait for an answer to an end", async () => {
    const over = new AbortController()
    at("body", { deaf: true })
    const large1 = pool.send(letter({ message: large() }), { until: Infinity, over: over.signal })
    await vi.waitFor(() => expect([...relay.open].some((socket) => socket.isPaused())).toBe(true))
    over.abort()
    expect(await large1).toMatchObject({ state: "deferred", reason: "cut off before the letter's end" })

    const after = new AbortController()
    relay.answer = (step) => {
      if (step === "dot") after.abort()
      return undefined
    }
    expect(await pool.send(letter(), { until: Infinity, over: after.signal })).toMatchObject({
      state: "accepted",
    })
  })
})

describe("the pool", () => {
  test("opens no more connections than it may, and each letter arrives once", async () => {
    pool = open({ connections: 5 })
    const letters = Array.from({ length: 200 }, () => letter())
    const outcomes = await Promise.all(letters.map((one) => pool.send(one, forLong())))
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(["accepted"]))
    expect(relay.connections).toBe(5)
    expect(relay.taken.map(({ mail }) => mail).sort()).toEqual(
      letters
        .map(
          ({ token, message }) =>
            `MAIL FROM:<bounce+${token}@example.org> SIZE=${message.length} RET=HDRS ENVID=${token}`,
        )
        .sort(),
    )
  })

  test("ends a connection after so many letters, and one on which nothing is sent", async () => {
    pool = open({ lettersAConnection: 3, idleMs: 20 })
    for (let nth = 0; nth < 7; nth += 1) expect(await send()).toMatchObject({ state: "accepted" })
    expect(relay.connections).toBe(3)
    await vi.waitFor(() => expect(relay.open.size).toBe(0))
    expect(await send()).toMatchObject({ state: "accepted" })
  })

  test("does not use a connection that the relay has ended meanwhile", async () => {
    expect(await send()).toMatchObject({ state: "accepted" })
    for (const socket of relay.open) socket.write("421 idle for too long\r\n", () => socket.end())
    await vi.waitFor(() => expect(relay.open.size).toBe(0))
    expect(await send()).toMatchObject({ state: "accepted" })
    expect(relay.connections).toBe(2)
  })

  test("a relay that is not there has no letter", async () => {
    const nowhere = openPool(readRelayUrl("smtp://127.0.0.1:1"), { ...usualBounds, ...patience })
    expect(await nowhere.send(letter(), forLong())).toEqual({
      state: "deferred",
      reason: "there is no connection to the relay",
      isPushback: true,
    })
  })

  test("a letter that is larger than the relay takes is refused", async () => {
    relay.extensions = ["SIZE 100", "PIPELINING"]
    expect(await send({ message: large() })).toMatchObject({ state: "rejected" })
  })

  test("an address that needs SMTPUTF8 goes where it is offered, else is refused with words", async () => {
    const other = { to: "jürgen@example.net", isUtf8: true }
    expect(await send(other)).toMatchObject({
      state: "rejected",
      reason: expect.stringContaining("SMTPUTF8"),
    })
    await pool.close()
    relay.extensions = [...extensions, "SMTPUTF8"]
    pool = open()
    expect(await send(other)).toMatchObject({ state: "accepted" })
    expect(relay.taken[0]?.mail).toContain(" SMTPUTF8")
  })
})
