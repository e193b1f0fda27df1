import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Webhook } from "standardwebhooks"

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface SwitchReceiver {
  url: string
  evaluationUrl: (key: string) => string
  /** What the messages are signed with; another signature is refused. */
  secret: string
  /** Each switch as it is used. */
  state: Map<string, { on: boolean; changedAt: string }>
  /** The id of each message that came, and which of them were new. */
  received: string[]
  obeyed: string[]
  asked: number
  /** How it answers messages instead of obeying; null for as it should. `never` for no answer. */
  takes: Answer | "never" | null
  /** How it answers whoever asks; null for the truth. */
  says: Answer | "never" | null
  /** Called when a message has come, before anything is done about it. */
  onMessage: () => Promise<void> | void
  close: () => void
}

/** A back end with switches, as the contract has it: it knows each message by its id and obeys it once. */
export async function openSwitchReceiver(): Promise<SwitchReceiver> {
  const receiver: SwitchReceiver = {
    url: "",
    evaluationUrl: () => "",
    secret: "",
    state: new Map(),
    received: [],
    obeyed: [],
    asked: 0,
    takes: null,
    says: null,
    onMessage: () => {},
    close: () => {},
  }
  const server = createServer((request, response) => {
    const work = request.method === "POST" ? take(receiver, request) : Promise.resolve(say(receiver, request))
    work.then(
      (answer) => reply(response, answer),
      () => reply(response, { status: 400 }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/switches`
  receiver.url = base
  receiver.evaluationUrl = (key) => `${base}/${key}`
  receiver.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return receiver
}

function reply(response: ServerResponse, answer: Answer | "never"): void {
  if (answer !== "never") response.writeHead(answer.status, answer.headers).end(answer.body)
}

async function take(receiver: SwitchReceiver, request: IncomingMessage): Promise<Answer | "never"> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = request.headers as Record<string, string>
  const id = headers["webhook-id"] ?? ""
  receiver.received.push(id)
  await receiver.onMessage()
  if (receiver.takes !== null) return receiver.takes
  const { data } = new Webhook(receiver.secret).verify(Buffer.concat(chunks).toString(), headers) as {
    data: { switch: string; on: boolean }
  }
  if (!receiver.obeyed.includes(id)) {
    receiver.obeyed.push(id)
    receiver.state.set(data.switch, { on: data.on, changedAt: new Date().toISOString() })
  }
  return { status: 204 }
}

function say(receiver: SwitchReceiver, request: IncomingMessage): Answer | "never" {
  receiver.asked++
  if (receiver.says !== null) return receiver.says
  const key = (request.url ?? "").split("/").at(-1) ?? ""
  const state = receiver.state.get(key)
  return state ? { status: 200, body: JSON.stringify({ switch: key, ...state }) } : { status: 404 }
}
