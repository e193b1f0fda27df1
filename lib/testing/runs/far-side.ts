import { createServer, type Socket } from "node:net"
import { createInterface } from "node:readline"
import { afterAll } from "vitest"
import type { Whereabouts } from "../../runs/kind.ts"

/** What the far side does with an item that it is given for the nth time. */
export type Manner = "take" | "take_and_drop" | "drop" | "put_off" | "push_back" | "refuse"

export interface FarSide {
  port: number
  /** When each token was taken, in milliseconds, by this process's clock: every time. */
  taken: { token: string; at: number }[]
  /** How often each token was taken. */
  counts(): Map<string, number>
}

/**
 * What items are given to, over TCP, in the process of the test: it survives the workers. A line with a token is taken
 * after a while whether or not the worker is still there, and answered with a number as in SMTP; a line with `?` before
 * tokens is asked where they are.
 */
export async function openFarSide(
  manner: (token: string, nth: number) => Manner = () => "take",
  afterMs: () => number = () => 0,
): Promise<FarSide> {
  const taken: FarSide["taken"] = []
  const counts = new Map<string, number>()
  const given = new Map<string, number>()
  const onTheirWay = new Map<string, number>()
  const note = (token: string, by: number, map: Map<string, number>) =>
    map.set(token, (map.get(token) ?? 0) + by)

  const take = (token: string, socket: Socket) => {
    note(token, -1, onTheirWay)
    const does = manner(token, given.get(token) ?? 1)
    if (does === "take" || does === "take_and_drop") {
      taken.push({ token, at: performance.now() })
      note(token, 1, counts)
    }
    if (does === "drop" || does === "take_and_drop") socket.destroy()
    else socket.write(`${answers[does]}\n`)
  }
  const placeOf = (token: string): Whereabouts => {
    if (counts.has(token)) return "there"
    return (onTheirWay.get(token) ?? 0) > 0 ? "in_progress" : "absent"
  }
  const server = createServer((socket) => {
    socket.on("error", () => {})
    const lines = createInterface({ input: socket })
    lines.on("error", () => {}) // A worker that is killed leaves its connections behind.
    lines.on("line", (line) => {
      if (line.startsWith("?")) {
        const places = Object.fromEntries(
          line
            .slice(1)
            .split(" ")
            .map((token) => [token, placeOf(token)]),
        )
        socket.write(`${JSON.stringify(places)}\n`)
        return
      }
      note(line, 1, given)
      note(line, 1, onTheirWay)
      const ms = afterMs()
      if (ms > 0) setTimeout(() => take(line, socket), ms)
      else take(line, socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(() => server.close())
  const address = server.address()
  return { port: typeof address === "object" && address ? address.port : 0, taken, counts: () => counts }
}

const answers: Readonly<Record<Exclude<Manner, "drop" | "take_and_drop">, number>> = {
  take: 250,
  put_off: 450,
  push_back: 421,
  refuse: 550,
}
