import { randomUUID, verify } from "node:crypto"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll } from "vitest"

/** A line of a work list of a logout. */
export interface ListedSubject {
  token: string
  sub: string
  cutoff: string
  reason: string
}

/** An app whose sessions somebody else's system ends: it mints canaries and takes tokens, and asks Tocsin nothing. */
export interface CompanyApp {
  canaryUrl: string
  probeUrl: string
  bearer: string
  /** Logs accounts in; gives a token of each. */
  logIn(subs: readonly string[]): string[]
  isAlive(token: string): boolean
  /** Ends all that an account has. */
  end(sub: string): void
  /** Reads a signed list, as the company's own script does, and ends each subject on it. */
  carryOut(folder: string, publicKey: string): ListedSubject[]
}

export async function openCompanyApp(): Promise<CompanyApp> {
  const tokens = new Map<string, string>()
  const bearer = "what the app's canaries are minted with"
  const logIn = (sub: string) => {
    const token = randomUUID()
    tokens.set(token, sub)
    return token
  }
  const end = (sub: string) => {
    for (const [token, one] of tokens) if (one === sub) tokens.delete(token)
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const given = request.headers.authorization?.replace("Bearer ", "") ?? ""
    const tell = (status: number, json: object = {}) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json))
    if (!request.url?.startsWith("/canaries")) return tell(tokens.has(given) ? 200 : 401)
    if (given !== bearer) return tell(401)
    const { sub = `person-${randomUUID()}` } = JSON.parse(Buffer.concat(chunks).toString("utf8"))
    return tell(200, { sub, token: logIn(sub), expiresAt: null, relyingParty: "the app" })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    canaryUrl: `${origin}/canaries`,
    probeUrl: `${origin}/events`,
    bearer,
    logIn: (subs) => subs.map(logIn),
    isAlive: (token) => tokens.has(token),
    end,
    carryOut(folder, publicKey) {
      const manifest = readFileSync(join(folder, "manifest.json"))
      const signature = Buffer.from(readFileSync(join(folder, "manifest.sig"), "utf8"), "base64")
      if (!verify(null, manifest, publicKey, signature)) throw new Error("this list is not Tocsin's")
      const lines = readFileSync(join(folder, "list.ndjson"), "utf8").trimEnd().split("\n")
      const subjects = lines.map((line) => JSON.parse(line) as ListedSubject)
      for (const { sub } of subjects) end(sub)
      return subjects
    },
  }
}
