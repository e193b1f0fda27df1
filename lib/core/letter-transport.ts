/** Which way letters leave: the sink keeps them all, the relay of TOCSIN_MAIL_URL sends them on. */
export type TransportName = "sink" | "smtp"

/** A finished letter and its envelope. */
export interface OutgoingLetter {
  /** Its identity on every attempt: ENVID, and part of Message-ID and envelope sender. */
  token: string
  /** The envelope's sender, to which reports about it go. */
  from: string
  /** The envelope's recipient: one address that `judgeAddress` gave. */
  to: string
  /** All of it, with CRLF line ends. */
  message: Buffer
  /** Its recipient has a local part that only a relay with SMTPUTF8 takes. */
  isUtf8: boolean
}

/**
 * What is known of a letter that was given: accepted or rejected by the relay's own word, `deferred` where it surely was not
 * taken, `unknown` where it may have been. Reasons are a status code and words of ours, never what the relay wrote.
 */
export type LetterOutcome =
  | { state: "accepted" | "rejected" | "unknown"; reason: string }
  | { state: "deferred"; reason: string /** The way out itself is in trouble. */; isPushback: boolean }

/** `in_progress`: it is being given just now, and nobody knows yet. */
export type LookUpAnswer = "there" | "absent" | "in_progress"

/** Until when letters may be given. It is renewed meanwhile, so it is asked anew each time. */
export interface SendingLease {
  /** By the clock of `performance.now()`, in milliseconds. */
  readonly until: number
  /** Aborts when it has ended unrenewed. */
  readonly over: AbortSignal
}

/** A way out for letters. It never gives a letter a second time by itself. */
export interface LetterTransport {
  readonly name: TransportName
  /**
   * Gives one letter, and resolves always. Neither its beginning nor its end is sent once the lease is over, and what is
   * under way then is cut off; only the reply to an end that was sent is waited for beyond it.
   */
  send(letter: OutgoingLetter, lease: SendingLease): Promise<LetterOutcome>
  /** What became of letters, by Message-ID; absent where nobody can be asked. */
  lookUp?(messageIds: readonly string[]): Promise<Map<string, LookUpAnswer>>
  /** Ends all connections. What is under way comes to its outcome first. */
  close(): Promise<void>
}

export type OpenTransport = (name: TransportName) => LetterTransport

/** Puts a signature (DKIM) above a finished letter. */
export type SignLetter = (message: Buffer) => Promise<Buffer>
