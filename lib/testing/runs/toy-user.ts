import { connect } from "node:net"
import { createInterface } from "node:readline"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Lease, NewItem, Outcome, RunUser, RunWork, Whereabouts } from "../../runs/kind.ts"

/** What a toy run says of itself. */
export interface ToySettings {
  port: number
  paceKey: string
  batchMax?: number
  canBeAsked?: boolean
  /** Every so many rows the list keeps one back. */
  skipEvery?: number
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  250: { state: "accepted", reason: "250" },
  450: { state: "deferred", reason: "450", againInS: 0.2, isPushback: false },
  421: { state: "deferred", reason: "421", againInS: 0.2, isPushback: true },
  550: { state: "rejected", reason: "550" },
}

/** Uses the mechanism for something that a test can watch: each item is one line to a far side. */
export const toyUser: RunUser = {
  kind: "notices",
  async open(_, run): Promise<RunWork> {
    const settings = run.settings as unknown as ToySettings
    const { port, paceKey, batchMax = 25, canBeAsked = true } = settings
    return {
      batchMax,
      paceKey,
      fill: async (fromRow, toRow) =>
        Array.from({ length: toRow - fromRow }, (_, nth) => toyItem(run, fromRow + nth)),
      perform: ({ token }, lease) => give(port, token, lease),
      ...(canBeAsked
        ? {
            lookUp: (items) =>
              ask(
                port,
                items.map(({ token }) => token),
              ),
          }
        : {}),
      close: async () => {},
    }
  },
  gate: ({ recent }) => (recent.bounced > 20 ? { reason: "too many bounces" } : null),
}

/** A row of a toy's list: the same however often it is asked for. */
export function toyItem(run: Pick<PlannedRun, "id" | "settings">, row: number): NewItem {
  const { skipEvery = 0 } = run.settings as unknown as ToySettings
  const item = { row, subject: `p${row}`, variant: "v", token: `${run.id}-${row}` }
  return skipEvery > 0 && row % skipEvery === 0
    ? { ...item, state: "suppressed", reason: "no address" }
    : item
}

/** Whatever was written may have arrived: without an answer nobody knows. */
function give(port: number, token: string, { over }: Lease): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    let isWritten = false
    const end = (outcome: Outcome) => {
      over.removeEventListener("abort", cutOff)
      socket.destroy()
      resolve(outcome)
    }
    const lost = (): Outcome =>
      isWritten
        ? { state: "unknown", reason: "no answer" }
        : { state: "deferred", reason: "no connection", againInS: 0.5, isPushback: false }
    const cutOff = () => end(lost())
    over.addEventListener("abort", cutOff)
    socket.on("error", () => end(lost()))
    socket.on("close", () => end(lost()))
    socket.on("connect", () => {
      isWritten = true
      socket.write(`${token}\n`)
    })
    createInterface({ input: socket })
      .on("line", (line) => end(OUTCOMES[line] ?? lost()))
      .on("error", () => {})
  })
}

function ask(port: number, tokens: readonly string[]): Promise<Map<string, Whereabouts>> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`?${tokens.join(" ")}\n`))
    socket.on("error", () => resolve(new Map()))
    createInterface({ input: socket })
      .on("line", (line) => {
        resolve(new Map(Object.entries(JSON.parse(line) as Record<string, Whereabouts>)))
        socket.destroy()
      })
      .on("error", () => {})
  })
}
