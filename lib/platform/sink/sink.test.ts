import { once } from "node:events"
import { readdirSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { join } from "node:path"
import { createTransport } from "nodemailer"
import { afterEach, describe, expect, test } from "vitest"
import { type OwnSink, ownSink } from "../../testing/own-sink.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openSink } from "./client.ts"

const sockets: Socket[] = []

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** A line of SMTP at a time. */
async function talkTo(port: number) {
  const socket = connect(port, "127.0.0.1")
  sockets.push(socket)
  let heard = ""
  let told = () => {}
  socket.on("data", (chunk) => {
    heard += chunk
    told()
  })
  socket.on("close", () => told())
  socket.on("error", () => {})
  const hears = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(heard)) {
      if (socket.destroyed) throw new Error(`the connection ended after ${JSON.stringify(heard)}`)
      await new Promise<void>((resolve) => {
        told = resolve
      })
    }
    const found = heard
    heard = ""
    return found
  }
  const say = (text: string) => void socket.write(text)
  await hears(/^220 /)
  say("EHLO test\r\n")
  await hears(/^250 SIZE/m)
  return { socket, say, hears, closed: () => (socket.closed ? undefined : once(socket, "close")) }
}

const TOKEN = "0123456789abcdefghjkmnpqrs"
const letterOf = (token: string, subject = "A porch") =>
  `Message-ID: <${token}@example.org>\r\nSubject: ${subject}\r\n\r\nWhole.\r\n`
const envelopeOf = (token: string, to = "kim@example.org") =>
  `MAIL FROM:<bounce+${token}@example.org> ENVID=${token}\r\nRCPT TO:<${to}>\r\nDATA\r\n`

async function give(port: number, token: string, { to, subject }: { to?: string; subject?: string } = {}) {
  const talk = await talkTo(port)
  talk.say(envelopeOf(token, to))
  await talk.hears(/^354 /m)
  talk.say(`${letterOf(token, subject)}.\r\n`)
  return talk
}

describe("a letter", () => {
  test("that a mail program gives is kept byte for byte, and found by id, recipient, subject and Message-ID", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    const transport = createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true })
    const raw = `Message-ID: <${TOKEN}@example.org>\r\nSubject: =?utf-8?Q?T=C3=BCr?=\r\n\r\n.hidden\r\n..two\r\n.\r\n`
    await transport.sendMail({
      envelope: { from: `bounce+${TOKEN}@example.org`, to: ["kim@example.org"] },
      raw,
    })
    transport.close()
    const { letters, next } = await sink.list({ limit: 10 })
    expect({ letters, next }).toEqual({
      letters: [
        {
          id: 1,
          takenAt: expect.stringMatching(/Z$/),
          from: `bounce+${TOKEN}@example.org`,
          to: ["kim@example.org"],
          messageId: `<${TOKEN}@example.org>`,
          subject: "Tür",
          bytes: raw.length,
        },
      ],
      next: null,
    })
    expect((await sink.get(1)).source.toString()).toBe(raw)
    expect((await sink.list({ limit: 10, to: "KIM@example.org" })).letters).toHaveLength(1)
    expect((await sink.list({ limit: 10, to: "kin@example.org" })).letters).toHaveLength(0)
    expect((await sink.list({ limit: 10, subject: "tÜr" })).letters).toHaveLength(1)
    expect((await sink.list({ limit: 10, subject: "Tor" })).letters).toHaveLength(0)
    await expect(sink.get(2)).rejects.toMatchObject({ code: "not_found" })
  })

  test.each([1, 2, 3, 5, 7, 64])("that comes %i bytes at a time is the same", async (size) => {
    const { sink, port } = await ownSink(temporaryFolder())
    const talk = await talkTo(port)
    const bytes = Buffer.from(`${envelopeOf(TOKEN)}${letterOf(TOKEN)}..\r\n..a\r\n.\r\nQUIT\r\n`)
    for (let at = 0; at < bytes.length; at += size)
      await new Promise((resolve) => talk.socket.write(bytes.subarray(at, at + size), resolve))
    await talk.hears(/^221 /m)
    expect((await sink.get(1)).source.toString()).toBe(`${letterOf(TOKEN)}.\r\n.a\r\n`)
  })

  test("is one letter, whatever looks like an end in it", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    const talk = await talkTo(port)
    const body = "a\n.\nMAIL FROM:<x@example.org>\r\n\r.\r\nb\n.\r\nc\r\n"
    talk.say(`${envelopeOf(TOKEN)}${body}.\r\n`)
    await talk.hears(/^250 2\.0\.0/m)
    expect((await sink.get(1)).source.toString()).toBe(body)
    expect(await sink.count()).toMatchObject({ letters: 1 })
  })

  test("that comes twice counts as two of one Message-ID", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    for (const _ of [1, 2]) await (await give(port, TOKEN)).hears(/^250 2/m)
    expect(await sink.count()).toMatchObject({ letters: 2, messages: 1, isFull: false })
  })

  test("is paged from the newest", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    for (const nth of [1, 2, 3, 4, 5])
      await (await give(port, `t${nth}`, { subject: nth % 2 ? "odd" : "even" })).hears(/^250 2/m)
    const first = await sink.list({ limit: 2, subject: "odd" })
    expect([first.letters.map(({ id }) => id), first.next]).toEqual([[5, 3], 3])
    const second = await sink.list({ limit: 2, subject: "odd", before: 3 })
    expect([second.letters.map(({ id }) => id), second.next]).toEqual([[1], null])
  })
})

describe("whoever was told that a letter is kept", () => {
  test("finds it after a start anew, and what was written by half is cut off", async () => {
    const folder = temporaryFolder()
    const first = await ownSink(folder)
    for (const nth of [1, 2]) await (await give(first.port, `t${nth}`)).hears(/^250 2/m)
    await first.server.close()
    const [name = ""] = readdirSync(join(folder, "sink"))
    const file = join(folder, "sink", name)
    truncateSync(file, statSync(file).size - 3)
    const { sink, port } = await ownSink(folder)
    expect(await sink.count()).toMatchObject({ letters: 1, messages: 1 })
    await (await give(port, "t3")).hears(/^250 2/m)
    expect((await sink.list({ limit: 5 })).letters.map(({ id, messageId }) => [id, messageId])).toEqual([
      [2, "<t3@example.org>"],
      [1, "<t1@example.org>"],
    ])
    expect((await sink.get(2)).source.toString()).toBe(letterOf("t3"))
  })

  test("is not told so where there is no room", async () => {
    const folder = temporaryFolder()
    const { sink, port } = await ownSink(folder, { TOCSIN_DISK_RESERVE_MIB: "1000000000" })
    const talk = await talkTo(port)
    talk.say("MAIL FROM:<a@example.org>\r\n")
    expect(await talk.hears(/\r\n/)).toMatch(/^452 4\.3\.1/)
    expect(await sink.count()).toMatchObject({ letters: 0, isFull: true })
  })
})

describe("look-up", () => {
  const id = `<${TOKEN}@example.org>`

  test("says in progress from MAIL on, there when it is kept, and absent when the connection ended without it", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    const answer = async () => (await sink.lookUp([id])).get(id)
    expect(await answer()).toBe("absent")
    const talk = await talkTo(port)
    talk.say(`MAIL FROM:<bounce+${TOKEN}@example.org>\r\n`)
    await talk.hears(/^250 2\.1\.0/m)
    expect(await answer()).toBe("in_progress")
    talk.say("RCPT TO:<kim@example.org>\r\nDATA\r\n")
    await talk.hears(/^354/m)
    talk.say(letterOf(TOKEN))
    talk.socket.destroy()
    await talk.closed()
    await expect.poll(answer).toBe("absent")
    await (await give(port, TOKEN)).hears(/^250 2/m)
    expect(await answer()).toBe("there")
  })

  test("says absent after RSET, and answers a thousand and more at once", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    const talk = await talkTo(port)
    talk.say(`MAIL FROM:<a@example.org> ENVID=${TOKEN}\r\nRSET\r\n`)
    await talk.hears(/Forgotten/)
    const ids = [id, ...Array.from({ length: 2_500 }, (_, nth) => `<${nth}@example.org>`)]
    const found = await sink.lookUp(ids)
    expect(found.size).toBe(2_501)
    expect(new Set(found.values())).toEqual(new Set(["absent"]))
  })
})

describe("a fault that was asked for", () => {
  const stateOf = async (sink: OwnSink["sink"], token: string) =>
    [...(await sink.lookUp([`<${token}@example.org>`])).values()][0]

  test("ends the connection after the final dot, with the letter or without it", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    await sink.faults.add({ does: "drop_kept", times: 1 })
    const kept = await give(port, "kept")
    await kept.closed()
    await expect.poll(() => stateOf(sink, "kept")).toBe("there")
    await sink.faults.clear()
    await sink.faults.add({ does: "drop_lost", times: 1 })
    const lost = await give(port, "lost")
    await lost.closed()
    await expect.poll(() => stateOf(sink, "lost")).toBe("absent")
    await (await give(port, "after")).hears(/^250 2/m)
    expect(await sink.faults.list()).toEqual([{ does: "drop_lost", times: 1, acted: 1 }])
  })

  test("answers with a status, at its place, every so many-th letter and for whom it concerns", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    await sink.faults.add({ does: "reply", code: 550, status: "5.1.1", at: "rcpt", to: "no*@example.org" })
    await sink.faults.add({ does: "reply", code: 451, status: "4.7.1", every: 2 })
    await sink.faults.add({ does: "reply", code: 421, to: "busy@*" })
    const refused = await talkTo(port)
    refused.say("MAIL FROM:<a@example.org>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<kim@example.org>\r\n")
    expect(await refused.hears(/^250 2\.1\.5 /m)).toMatch(/550 5\.1\.1 /)
    await (await give(port, "t1")).hears(/^250 2\.0\.0/m)
    await (await give(port, "t2")).hears(/^451 4\.7\.1/m)
    const busy = await give(port, "t3", { to: "busy@example.org" })
    await busy.hears(/^421 /m)
    await busy.closed()
    expect(await stateOf(sink, "t3")).toBe("absent")
  })

  test("is slow, and the letter in progress as long", async () => {
    const { sink, port } = await ownSink(temporaryFolder())
    await sink.faults.add({ does: "delay", ms: 500, times: 1 })
    const talk = await give(port, "slow")
    await expect.poll(() => stateOf(sink, "slow")).toBe("in_progress")
    await talk.hears(/^250 2\.0\.0/m)
    expect(await stateOf(sink, "slow")).toBe("there")
  })

  test("that is none is refused in words", async () => {
    const { sink } = await ownSink(temporaryFolder())
    await expect(sink.faults.add({ does: "reply" })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("a reply needs a code"),
    })
  })
})

describe("the door", () => {
  test("opens to nobody without its token", async () => {
    const { config } = await ownSink(temporaryFolder())
    const other = openSink(config, () => Buffer.alloc(32, "x"))
    await expect(other.count()).rejects.toMatchObject({ code: "unavailable" })
    const { host, doorPort } = config.letters.sink
    const answer = await fetch(`http://${host}:${doorPort}/letters?limit=5`)
    expect([answer.status, await answer.text()]).toEqual([403, '{"error":"the token is missing or wrong"}'])
  })

  test("says so where the sink is not there", async () => {
    const { config, sink, server } = await ownSink(temporaryFolder())
    await server.close()
    await expect(sink.count()).rejects.toMatchObject({
      code: "unavailable",
      message: `the sink does not answer at port ${config.letters.sink.doorPort} of 127.0.0.1 (ECONNREFUSED)`,
    })
  })
})

describe("nonsense", () => {
  test.each<[string, RegExp]>([
    ["RCPT TO:<a@example.org>\r\n", /^503 /m],
    ["DATA\r\n", /^503 /m],
    ["MAIL FROM: a b c\r\n", /^501 /m],
    ["MAIL FROM:<a@example.org> SIZE=99999999999\r\n", /^552 /m],
    ["HACK\r\n", /^502 /m],
    ["x".repeat(5_000), /^500 /m],
    ["\u0000\u0001\r\n", /^502 /m],
  ])("such as %.40j is answered with a status", async (text, status) => {
    const { port } = await ownSink(temporaryFolder())
    const talk = await talkTo(port)
    talk.say(text)
    await talk.hears(status)
  })

  test("in a file of the folder is no segment", async () => {
    const folder = temporaryFolder()
    await (await ownSink(folder)).server.close()
    writeFileSync(join(folder, "sink", "notes.txt"), "x")
    expect(await (await ownSink(folder)).sink.count()).toMatchObject({ letters: 0 })
  })
})
