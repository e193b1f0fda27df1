import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { afterAll, describe, expect, test } from "vitest"
import { httpReceiver } from "../testing/http-receiver.ts"
import { isPublicAddress, openOutgoing, type ResolveName } from "./outgoing.ts"

const receiver = await httpReceiver()
const { port } = receiver

const post = (url: string) => ({
  url,
  headers: { "x-test": "yes" },
  body: "{}",
  timeoutMs: 2_000,
  answerBytesMax: 8,
})
const resolvesTo =
  (...addresses: string[]): ResolveName =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))

describe("nothing leads inside", () => {
  const send = openOutgoing({ outgoingHosts: [] })
  const hosts = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0.0.0.0",
    "0",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.170.2",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
  ]
  test.each(hosts)("https://%s", async (host) => {
    await expect(send(post(`https://${host}:${port}/`))).rejects.toMatchObject({ code: "forbidden" })
  })

  test.each(["localhost", "localhost.", "LOCALHOST"])(
    "the name %s, as this machine knows it",
    async (name) => {
      await expect(send(post(`https://${name}:${port}/`))).rejects.toMatchObject({
        code: "forbidden",
        message: expect.stringMatching(
          /^localhost \((127\.0\.0\.1|::1)\) is no address of the public internet/,
        ),
      })
    },
  )

  test.each([["10.0.0.5"], ["8.8.8.8", "10.0.0.5"], ["::ffff:10.0.0.5"], ["8.8.8.8", "fe80::1"]])(
    "a name that resolves to %s %s",
    async (...addresses) => {
      const resolved = openOutgoing({ outgoingHosts: [] }, resolvesTo(...addresses))
      await expect(resolved(post("https://hooks.example.org/"))).rejects.toMatchObject({ code: "forbidden" })
    },
  )

  test("and nobody inside has heard of it", () => {
    expect(receiver.received).toEqual([])
  })
})

test.each([
  ["http://hooks.example.org/", /begin with https/],
  ["ftp://hooks.example.org/", /begin with https/],
  ["file:///etc/passwd", /begin with https/],
  ["gopher://127.0.0.1:70/_x", /begin with https/],
  ["https://user:secret@hooks.example.org/", /name or a password/],
  ["https://hooks.example.org@127.0.0.1/", /name or a password/],
  ["hooks.example.org", /no address like/],
  ["", /no address like/],
])("%s is refused before anybody is asked where it leads", async (url, message) => {
  const send = openOutgoing({ outgoingHosts: [] }, () => Promise.reject(new Error("it was asked")))
  await expect(send(post(url))).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(message),
  })
})

test("an address longer than any address is refused", async () => {
  const url = `https://hooks.example.org/${"a".repeat(3_000)}`
  await expect(openOutgoing({ outgoingHosts: [] })(post(url))).rejects.toMatchObject({ code: "forbidden" })
})

test("a name that answers with another address the second time leads where it led the first time", async () => {
  const answers = ["127.0.0.1", "127.0.0.2"]
  let asked = 0
  const send = openOutgoing({ outgoingHosts: ["rebinding.example.org"] }, async () => [
    { address: answers[asked++] ?? "", family: 4 },
  ])
  expect(await send(post(`http://rebinding.example.org:${port}/once`))).toMatchObject({ status: 204 })
  expect(asked).toBe(1)
  expect(receiver.received.at(-1)).toMatchObject({
    path: "/once",
    headers: { host: `rebinding.example.org:${port}`, "x-test": "yes" },
  })
})

test("a name that is public first and private then is asked once, and the public address is what is reached for", async () => {
  const answers = ["192.0.2.1", "127.0.0.1"]
  let asked = 0
  const before = receiver.received.length
  const send = openOutgoing({ outgoingHosts: ["rebinding.example.org"] }, async () => [
    { address: answers[asked++] ?? "", family: 4 },
  ])
  const work = send({ ...post(`http://rebinding.example.org:${port}/`), timeoutMs: 300 })
  await expect(work).rejects.toMatchObject({ code: "unavailable" })
  expect([asked, receiver.received.length]).toEqual([1, before])
})

describe("a host that the settings allow", () => {
  const send = openOutgoing({ outgoingHosts: ["127.0.0.1", "Inside.Example."] }, resolvesTo("127.0.0.1"))

  test("is reached by http and by another spelling of its name, and no other host beside it", async () => {
    expect(await send(post(receiver.url))).toMatchObject({ status: 204 })
    expect(await send(post(`http://INSIDE.example:${port}/`))).toMatchObject({ status: 204 })
    await expect(send(post(`https://beside.example:${port}/`))).rejects.toMatchObject({ code: "forbidden" })
  })

  test("is asked with GET, without a body, and its Retry-After is told", async () => {
    receiver.answer = { status: 429, headers: { "retry-after": "7" }, body: "later" }
    const asked = { ...post(receiver.url), method: "GET" as const }
    expect(await send(asked)).toMatchObject({ status: 429, retryAfter: "7" })
    expect(receiver.received.at(-1)).toMatchObject({ method: "GET", body: "" })
    expect(receiver.received.at(-1)?.headers).not.toHaveProperty("content-length")
    receiver.answer = { status: 204 }
    expect(await send(post(receiver.url))).toMatchObject({ retryAfter: null })
    expect(receiver.received.at(-1)).toMatchObject({ method: "POST", body: "{}" })
  })

  test("sends nobody elsewhere", async () => {
    const before = receiver.received.length
    receiver.answer = { status: 302, headers: { location: `http://127.0.0.1:${port}/elsewhere` } }
    expect(await send(post(receiver.url))).toMatchObject({ status: 302 })
    expect(receiver.received.length).toBe(before + 1)
    receiver.answer = { status: 204 }
  })

  test("is read no further than asked for", async () => {
    receiver.answer = { status: 200, body: "x".repeat(1_000_000) }
    const { body } = await send(post(receiver.url))
    expect(body.toString()).toBe("xxxxxxxx")
    receiver.answer = { status: 204 }
  })

  test("that never answers is given up in time", async () => {
    receiver.answer = null
    await expect(send({ ...post(receiver.url), timeoutMs: 200 })).rejects.toMatchObject({
      code: "unavailable",
      message: "no answer within 0.2 seconds",
    })
    receiver.answer = { status: 204 }
  })

  test("that answers one byte at a time for ever is given up in time", async () => {
    const dripping = createServer((socket) => {
      socket.on("error", () => {})
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      const drip = setInterval(() => socket.write("x"), 100)
      socket.on("close", () => clearInterval(drip))
    })
    await new Promise<void>((resolve) => dripping.listen(0, "127.0.0.1", resolve))
    afterAll(() => dripping.close())
    const url = `http://127.0.0.1:${(dripping.address() as AddressInfo).port}/`
    await expect(send({ ...post(url), timeoutMs: 250 })).rejects.toMatchObject({ code: "unavailable" })
  })

  test("that is not there is told with its cause", async () => {
    await expect(send(post("http://127.0.0.1:1/"))).rejects.toMatchObject({ message: "ECONNREFUSED" })
  })
})

test.each(["8.8.8.8", "93.184.215.14", "2606:4700::1111"])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true)
})
