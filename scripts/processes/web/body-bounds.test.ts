import { once } from "node:events"
import { createServer, type IncomingMessage, type Server } from "node:http"
import { type AddressInfo, connect, type Socket } from "node:net"
import { text } from "node:stream/consumers"
import { afterEach, expect, test } from "vitest"
import { type BodyTimes, boundTime } from "./body-bounds.ts"

let server: Server | null = null
afterEach(() => server?.close())

/** Answers with what reached it, once all of it has. */
async function taking(times: BodyTimes) {
  const own = createServer((request: IncomingMessage, response) => {
    boundTime(request, times)
    text(request).then(
      (body) => response.end(body),
      () => {},
    )
  })
  server = own
  await once(own.listen(0, "127.0.0.1"), "listening")
  const { port } = own.address() as AddressInfo
  return (head: string): Socket => {
    const socket = connect(port, "127.0.0.1")
    socket.write(`${head} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\n`)
    return socket
  }
}

const LONG = 60_000
const UPLOAD = "PUT /api/evidence/a/files/b"

test("a body that does not come to its end in time takes its connection along", async () => {
  const send = await taking({ bodyMsMax: 50, uploadSilenceMsMax: LONG })
  const socket = send("POST /")
  socket.write("abc")
  expect(await text(socket).catch(() => "")).toBe("")
})

test("an upload has all the time that it takes, but may not fall silent", async () => {
  const send = await taking({ bodyMsMax: 1, uploadSilenceMsMax: 1_000 })
  const going = send(UPLOAD)
  const silent = send(UPLOAD)
  const ending = setInterval(() => going.write("a"), 100)
  expect(await text(going)).toMatch(/aaaa$/)
  clearInterval(ending)
  expect(await text(silent).catch(() => "")).toBe("")
})

test("a body that has come to its end may be worked on as long as it takes", async () => {
  const own = createServer(async (request, response) => {
    boundTime(request, { bodyMsMax: 20, uploadSilenceMsMax: 20 })
    await text(request)
    setTimeout(() => response.end("done"), 200)
  })
  server = own
  await once(own.listen(0, "127.0.0.1"), "listening")
  const address = `http://127.0.0.1:${(own.address() as AddressInfo).port}`
  for (const [method, path] of [
    ["POST", "/"],
    ["PUT", "/api/evidence/a/files/b"],
  ] as const)
    expect(await fetch(`${address}${path}`, { method, body: "a" }).then((answer) => answer.text())).toBe(
      "done",
    )
})
