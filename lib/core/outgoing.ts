/** A request of ours to an address that a person typed. */
export interface OutgoingRequest {
  url: string
  /** POST where nothing is said. A GET has no body. */
  method?: "GET" | "POST"
  headers: Readonly<Record<string, string>>
  body: string
  /** For all of it, from the look-up of the name to the answer's last byte that is read. */
  timeoutMs: number
  /** More than this is not read. */
  answerBytesMax: number
}

export interface OutgoingAnswer {
  status: number
  /** Its beginning, as far as it was read. */
  body: Buffer
  /** Its header `Retry-After`, where it has one. */
  retryAfter: string | null
}

/**
 * Sends it, to public addresses and to those that the settings allow; follows nobody elsewhere.
 * @throws AppError forbidden when it would lead where it must not, and unavailable when nobody answers in time
 */
export type SendOutgoing = (request: OutgoingRequest) => Promise<OutgoingAnswer>

const URL_CHARACTERS_MAX = 2_000

/** What is wrong with an address before anybody has looked where it leads, in the user's words; null when nothing is. */
export function faultOfAddress(text: string, allowedHosts: readonly string[]): string | null {
  if (text.length > URL_CHARACTERS_MAX) return `This address is longer than ${URL_CHARACTERS_MAX} characters`
  if (!URL.canParse(text)) return "This is no address like https://hooks.example.org/tocsin"
  const url = new URL(text)
  if (url.protocol !== "https:" && url.protocol !== "http:") return "The address must begin with https://"
  if (url.username !== "" || url.password !== "") return "The address must not hold a name or a password"
  if (url.protocol === "http:" && !isAllowedHost(url, allowedHosts))
    return "The address must begin with https://; http:// is for hosts that TOCSIN_OUTGOING_HOSTS names"
  return null
}

/** Whether the settings let requests go to this host, wherever it is. */
export function isAllowedHost(url: URL, allowedHosts: readonly string[]): boolean {
  const host = bareHost(url)
  return allowedHosts.some((one) => one.toLowerCase().replace(/\.$/, "") === host)
}

/** The name or address of a host as `URL` has it, without the brackets of IPv6 and the dot of the root. */
export function bareHost({ hostname }: URL): string {
  return hostname
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase()
}
