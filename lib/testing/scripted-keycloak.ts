import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll } from "vitest"

export interface KeycloakAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** An answer; one made of the request's body; or what breaks the connection, or leaves it without an answer. */
export type KeycloakScript =
  | KeycloakAnswer
  | ((body: string, authorization: string) => KeycloakAnswer)
  | "breaks"
  | "hangs"

export interface ScriptedKeycloak {
  url: string
  /** By method and path below the realm, with or without its query, such as `POST /users/a/logout`. */
  scripts: Record<string, KeycloakScript>
  /** All requests but those for our own token, in the order in which they came. */
  requests: string[]
  /** How often our own token was asked for. */
  tokensGiven: number
  /** What is done about the next token; back to giving them afterwards. */
  tokenScript: KeycloakScript | null
  /** Its clock, in seconds. */
  nowS: () => number
}

/** A server on this machine that answers as Keycloak does, or as a test wants it to. */
export async function scriptedKeycloak(realm: string): Promise<ScriptedKeycloak> {
  const keycloak: ScriptedKeycloak = {
    url: "",
    scripts: {},
    requests: [],
    tokensGiven: 0,
    tokenScript: null,
    nowS: () => Math.floor(Date.now() / 1000),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString("utf8")
    const path = (request.url ?? "").replace(`/admin/realms/${realm}`, "").replace(`/realms/${realm}`, "")
    if (body.includes("grant_type=client_credentials")) {
      const script = keycloak.tokenScript ?? tokenOf(keycloak)
      keycloak.tokenScript = null
      play(response, script, body, "")
      return
    }
    const called = `${request.method} ${path}`
    keycloak.requests.push(called)
    const script = keycloak.scripts[called] ?? keycloak.scripts[called.replace(/\?.*/, "")]
    play(
      response,
      script ?? { status: 404, body: { error: "HTTP 404 Not Found" } },
      body,
      request.headers.authorization ?? "",
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  keycloak.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return keycloak
}

/** A token as Keycloak's are made, that says what a test says; nobody checks its signature. */
export function unsignedToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return `${part({ alg: "none" })}.${part(claims)}.`
}

function tokenOf(keycloak: ScriptedKeycloak): KeycloakAnswer {
  keycloak.tokensGiven++
  const iat = keycloak.nowS()
  const access_token = unsignedToken({ iat, exp: iat + 60, nth: keycloak.tokensGiven })
  return { status: 200, body: { access_token, expires_in: 60 } }
}

function play(response: ServerResponse, script: KeycloakScript, body: string, authorization: string): void {
  if (script === "hangs") return
  if (script === "breaks") {
    response.destroy()
    return
  }
  const answer = typeof script === "function" ? script(body, authorization) : script
  const isJson = answer.body !== undefined && typeof answer.body !== "string"
  const headers = { ...(isJson ? { "content-type": "application/json" } : {}), ...answer.headers }
  response.writeHead(answer.status, headers).end(isJson ? JSON.stringify(answer.body) : answer.body)
}
