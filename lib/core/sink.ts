/** A letter as the sink took it. */
export interface SunkLetter {
  /** Counts up from 1 in the order in which letters came. */
  id: number
  /** When all of it was there. */
  takenAt: string
  /** The envelope's sender, to which reports about it would go. */
  from: string
  /** The envelope's recipients. */
  to: readonly string[]
  /** As its header has it, angle brackets included; empty where it has none. */
  messageId: string
  /** Decoded. */
  subject: string
  bytes: number
}

export interface SinkQuestion {
  /** Letters that came before this one: the last of the page before. */
  before?: number | undefined
  /** At most 200. */
  limit: number
  /** One recipient's whole address. */
  to?: string | undefined
  /** A piece of the subject, whichever the case. */
  subject?: string | undefined
}

export interface SinkPage {
  /** The newest first. */
  letters: readonly SunkLetter[]
  /** What the next page comes before; null on the last. */
  next: number | null
}

/** `in_progress`: it is being given just now, and nobody knows yet. */
export type SinkAnswer = "there" | "absent" | "in_progress"

export interface SinkCount {
  letters: number
  /** Different Message-IDs: fewer than letters where some came more than once. */
  messages: number
  bytes: number
  /** Letters are refused (452) until something is removed. */
  isFull: boolean
}

/** What the sink is to do wrong, for tests and drills. */
export interface SinkFault {
  /**
   * `drop_kept`: takes the letter and ends the connection without a reply to the final dot; `drop_lost`: the same without
   * taking it; `reply`: answers with a status of failure, 421 with the end of the connection; `delay`: is slow to answer.
   */
  does: "drop_kept" | "drop_lost" | "reply" | "delay"
  /** Of `reply`: 400 to 599. */
  code?: number | undefined
  /** Of `reply`: such as 4.7.1; left out, none is told. */
  status?: string | undefined
  /** Of `reply` and `delay`: to what; left out, to the final dot. */
  at?: "mail" | "rcpt" | "dot" | undefined
  /** Of `delay`. */
  ms?: number | undefined
  /** Every so many-th letter that it concerns; left out, every one. */
  every?: number | undefined
  /** No more often than this. */
  times?: number | undefined
  /** Whom it concerns, with * for anything: `*@slow.example.org`. Left out, everybody. */
  to?: string | undefined
}

/** The local mail server that keeps every letter and sends none on, as its client sees it. */
export interface Sink {
  /** @throws AppError unavailable when the sink does not answer, as all of these do */
  list(question: SinkQuestion): Promise<SinkPage>
  /** @throws AppError not_found */
  get(id: number): Promise<{ letter: SunkLetter; source: Buffer }>
  /** At most 1,000 Message-IDs at once. */
  lookUp(messageIds: readonly string[]): Promise<Map<string, SinkAnswer>>
  count(): Promise<SinkCount>
  faults: {
    /** From now on, besides those that there are; of several that concern a letter, the oldest acts. */
    add(fault: SinkFault): Promise<void>
    /** With how often each has acted. */
    list(): Promise<readonly (SinkFault & { acted: number })[]>
    clear(): Promise<void>
  }
}
