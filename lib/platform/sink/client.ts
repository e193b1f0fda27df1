import { once } from "node:events"
import { Agent, type IncomingMessage, request } from "node:http"
import { text } from "node:stream/consumers"
import type { Config } from "../../core/config.ts"
import { AppError } from "../../core/errors.ts"
import type { Sink, SinkAnswer, SinkCount, SinkFault, SinkPage, SunkLetter } from "../../core/sink.ts"
import { doorToken } from "./door-token.ts"
import { LOOK_UP_MAX } from "./http-door.ts"

const ANSWER_MS_MAX = 10_000

/** The sink of this installation, through its door. */
export function openSink(
  { letters: { sink } }: Pick<Config, "letters">,
  secret: (purpose: string) => Buffer,
): Sink {
  // A connection that nobody needs holds up no process that wants to end.
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    await answerTo<T>({ host: sink.host, port: sink.doorPort, agent, method, path }, doorToken(secret), body)
  return {
    list: (question) => ask<SinkPage>("GET", `/letters?${parametersOf({ ...question })}`),
    async get(id) {
      const { letter, source } = await ask<{ letter: SunkLetter; source: string }>("GET", `/letters/${id}`)
      return { letter, source: Buffer.from(source, "base64") }
    },
    async lookUp(messageIds) {
      const found = new Map<string, SinkAnswer>()
      for (let at = 0; at < messageIds.length; at += LOOK_UP_MAX) {
        const some = messageIds.slice(at, at + LOOK_UP_MAX)
        const answers = await ask<Record<string, SinkAnswer>>("POST", "/look-up", { messageIds: some })
        for (const [messageId, answer] of Object.entries(answers)) found.set(messageId, answer)
      }
      return found
    },
    count: () => ask<SinkCount>("GET", "/count"),
    faults: {
      add: (fault) => ask("POST", "/faults", fault),
      list: () => ask<(SinkFault & { acted: number })[]>("GET", "/faults"),
      clear: () => ask("DELETE", "/faults"),
    },
  }
}

function parametersOf(question: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(question))
    if (value !== undefined) parameters.set(name, String(value))
  return parameters.toString()
}

interface Asked {
  host: string
  port: number
  agent: Agent
  method: string
  path: string
}

async function answerTo<T>(asked: Asked, token: string, body: unknown): Promise<T> {
  const sent = body === undefined ? "" : JSON.stringify(body)
  const headers = { authorization: `Bearer ${token}`, "content-length": Buffer.byteLength(sent) }
  const { status, answer } = await exchange(asked, headers, sent)
  if (status === 200) return answer as T
  const words = (answer as { error?: string } | null)?.error ?? `it answers ${status}`
  if (status === 404) throw new AppError("not_found", words)
  throw new AppError("unavailable", `the sink does not answer: ${words}`)
}

async function exchange(
  asked: Asked,
  headers: Record<string, string | number>,
  sent: string,
): Promise<{ status: number; answer: unknown }> {
  const asking = request({ ...asked, headers, signal: AbortSignal.timeout(ANSWER_MS_MAX) })
  try {
    asking.end(sent)
    const [response] = (await once(asking, "response")) as [IncomingMessage]
    return { status: response.statusCode ?? 0, answer: JSON.parse(await text(response)) as unknown }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    // A connection that was kept may have ended just then: a question that changes nothing is asked again.
    if (asking.reusedSocket && code === "ECONNRESET" && !asked.path.startsWith("/faults"))
      return await exchange({ ...asked, agent: new Agent() }, headers, sent)
    const port = `port ${asked.port} of ${asked.host}`
    throw new AppError("unavailable", `the sink does not answer at ${port} (${code ?? "no answer"})`, {
      cause,
    })
  }
}
