import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface BackEndSettings {
  subjects: number
  /** From a request's last byte to its answer. */
  answersInMs: number
  /** Whether everybody logs in again at the very moment at which their last session ends. */
  hasCrowd: boolean
}

/** What the far side has seen, in milliseconds since 1970. */
export interface BackEndSeen {
  /** When each request to end somebody's sessions was answered. */
  endedAt: number[]
  loginsAt: number[]
  /** Sessions that were ended although they began at or after the cut-off: people who had come back. */
  young: number
  /** Subjects with a session from before the cut-off. */
  left: number
}

interface Told {
  status: number
  json?: unknown
}

interface Session {
  startedAt: number
}

const AN_HOUR_MS = 3_600_000
const PAGE = 5_000
const instant = () => performance.timeOrigin + performance.now()

/** A company's own back end that only knows "now": sessions in memory, each answer a little late. */
export class BackEnd {
  private readonly sessions = new Map<string, Session[]>()
  private readonly ended: Session[] = []
  private readonly endedAt: number[] = []
  private readonly loginsAt: number[] = []
  private readonly settings: BackEndSettings
  private readonly secret: string

  constructor(settings: BackEndSettings, secret: string) {
    this.settings = settings
    this.secret = secret
    const startedAt = Date.now() - AN_HOUR_MS
    for (let nth = 0; nth < settings.subjects; nth++) this.sessions.set(subjectOf(nth), [{ startedAt }])
  }

  async listen(): Promise<number> {
    const server = createServer((request, response) => void this.answer(request, response))
    server.keepAliveTimeout = 65_000
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return (server.address() as AddressInfo).port
  }

  seen(cutoffMs: number): BackEndSeen {
    const isYoung = ({ startedAt }: Session) => startedAt >= cutoffMs
    const left = [...this.sessions.values()].filter((own) => !own.every(isYoung)).length
    const { endedAt, loginsAt } = this
    return { endedAt, loginsAt, young: this.ended.filter(isYoung).length, left }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString("utf8")
    // Whoever hangs up meanwhile has asked all the same.
    setTimeout(() => {
      const { status, json } = this.done(request, body)
      response.writeHead(status, json === undefined ? {} : { "content-type": "application/json" })
      response.end(json === undefined ? undefined : JSON.stringify(json))
    }, this.settings.answersInMs)
  }

  private done({ method, url = "/", headers }: IncomingMessage, body: string): Told {
    if (headers.authorization !== `Bearer ${this.secret}`) return { status: 401 }
    if (method === "POST" && url === "/global-token-revocation") return this.end(body)
    const { pathname, searchParams } = new URL(url, "http://back-end")
    if (pathname === "/sessions") return this.inspect(searchParams.get("sub") ?? "")
    return pathname === "/subjects" ? this.list(searchParams.get("after")) : { status: 404 }
  }

  private end(body: string): { status: number } {
    const { sub } = (JSON.parse(body) as { sub_id: { sub: string } }).sub_id
    const own = this.sessions.get(sub)
    if (!own) return { status: 404 }
    this.endedAt.push(instant())
    this.ended.push(...own.splice(0))
    if (this.settings.hasCrowd) this.logIn(own)
    return { status: 204 }
  }

  private logIn(own: Session[]): void {
    const startedAt = instant()
    this.loginsAt.push(startedAt)
    own.push({ startedAt })
  }

  private inspect(sub: string) {
    const own = this.sessions.get(sub)
    if (!own) return { status: 404 }
    const sessions = own.map(({ startedAt }) => ({ kind: "session", startedAt: new Date(startedAt) }))
    return { status: 200, json: { sessions } }
  }

  private list(after: string | null) {
    const from = Number(after ?? 0)
    const to = Math.min(from + PAGE, this.settings.subjects)
    const subjects = Array.from({ length: to - from }, (_, nth) => ({
      sub: subjectOf(from + nth),
      sessions: 1,
    }))
    return { status: 200, json: { subjects, next: to < this.settings.subjects ? String(to) : null } }
  }
}

export function subjectOf(nth: number): string {
  return `user-${String(nth).padStart(8, "0")}`
}
