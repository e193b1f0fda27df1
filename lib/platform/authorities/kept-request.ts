export interface KeptRequest {
  method: "GET" | "POST" | "PUT" | "DELETE"
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** For all of it, from waiting for a connection to the answer's last byte. */
  timeoutMs?: number
  /** Of more than this only the beginning is read, and the connection given up. */
  answerBytesMax?: number
  /** Cuts it off. */
  over?: AbortSignal | undefined
}

export interface KeptAnswer {
  kind: "answered"
  status: number
  contentType: string | null
  retryAfter: string | null
  /** Where it points to, unfollowed. */
  location: string | null
  /** As the header Set-Cookie has them. */
  cookies: string[]
  body: Buffer
  /** Whether that is all of the body. */
  isWhole: boolean
}

/**
 * What became of a request. `unsent`: surely nobody acts on it, because it never left whole. `unanswered`: it left, and
 * nobody knows what became of it. Reasons are words of ours. `isForbidden`: our own rules or a refused secret are in the
 * way, which no waiting mends.
 */
export type KeptOutcome =
  | { kind: "unsent"; reason: string; isForbidden: boolean }
  | { kind: "unanswered"; reason: string }
  | KeptAnswer

/** With nothing left to be said. */
export type WholeRequest = KeptRequest & { timeoutMs: number; answerBytesMax: number }
