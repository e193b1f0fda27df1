import type { ServerResponse } from "node:http"

/** Next takes the nonce of its scripts from this header of the request. */
export const POLICY_HEADER = "content-security-policy"

export interface PolicySettings {
  /** Where forms may lead besides the console, such as the origin of a single sign-on: browsers follow no redirect there else. */
  formTargets?: readonly string[]
}

/**
 * What a page may load and do: nothing but what this server sends, and no script but those that carry the nonce of this
 * very answer and what they load. Pages have no inline styles, so that none need be let in.
 */
export function contentSecurityPolicy(nonce: string, { formTargets = [] }: PolicySettings = {}): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ["form-action 'self'", ...formTargets].join(" "),
  ].join("; ")
}

/** Letters as they are rendered, which pages of ours show in frames. */
const LETTERS = "/api/letters/"

/** What a letter in a frame may do: be looked at. Its styles are its own, for mail programs want them inline. */
const LETTER_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox",
].join("; ")

/** What is said of an address in place of what is said of pages: null where it is no letter. */
export function letterHeaders(path: string): Readonly<Record<string, string>> | null {
  return path.startsWith(LETTERS) ? { [POLICY_HEADER]: LETTER_POLICY, "x-frame-options": "SAMEORIGIN" } : null
}

const YEAR_S = 31_536_000
const powers = ["camera", "microphone", "geolocation", "payment", "usb", "display-capture"]

/** What every answer says besides, whoever asks. */
export function standingHeaders(url: string): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": powers.map((power) => `${power}=()`).join(", "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(url.startsWith("https:") ? { "strict-transport-security": `max-age=${YEAR_S}` } : {}),
  }
}

/** Files whose names change with them, and the icon. All else depends on who is signed in. */
const KEEPABLE = /^\/(?:_next\/static\/|icon\.svg$)/

/** Sees to it that an answer bears these headers, whatever its maker says, and is kept by nobody who must not. */
export function harden(
  response: ServerResponse,
  path: string,
  headers: Readonly<Record<string, string>>,
): void {
  const all = KEEPABLE.test(path) ? headers : { ...headers, "cache-control": "no-store" }
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse
  response.writeHead = (...given: unknown[]) => {
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
    return writeHead(...given.map((one) => without(one, all)))
  }
}

function without(given: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given
  return Object.fromEntries(Object.entries(given).filter(([name]) => !(name.toLowerCase() in names)))
}
