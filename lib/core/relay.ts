/** A mail relay, as `smtp://user:password@host:587` names it. */
export interface Relay {
  host: string
  port: number
  /** TLS from the first octet (`smtps`). */
  isTls: boolean
  credentials: { user: string; pass: string } | null
  /** What may be set besides, behind a question mark: `requireTLS`, `ignoreTLS`, `tls.rejectUnauthorized`, `name`. */
  settings: URLSearchParams
}

const SUBMISSION_PORT = 587
const SUBMISSION_TLS_PORT = 465

/** What the address of a relay says; its form was checked with the settings. */
export function readRelayUrl(url: string): Relay {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  const isTls = protocol === "smtps:"
  return {
    host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (isTls ? SUBMISSION_TLS_PORT : SUBMISSION_PORT) : Number(port),
    isTls,
    credentials:
      username === "" ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    settings: searchParams,
  }
}

/** Host and port of a relay, for people and for what is bound to it. */
export function nameOfRelay(url: string): string {
  const { host, port } = readRelayUrl(url)
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`
}
