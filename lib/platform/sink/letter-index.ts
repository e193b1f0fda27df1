import type { SinkQuestion } from "../../core/sink.ts"
import type { Place } from "./letter-segments.ts"

const GROWTH = 2
const FIRST_ROWS = 4_096
/** A place in one number: 40 bits of it are the offset. */
const OFFSETS = 2 ** 40

interface Indexed {
  messageId: string
  subject: string
  to: readonly string[]
  bytes: number
}

/** What is asked of letters without reading them: where each lies, which Message-IDs there are, which subjects. */
export class LetterIndex {
  private places = new Float64Array(FIRST_ROWS)
  private subjectOf = new Uint32Array(FIRST_ROWS)
  private recipientOf = new Uint32Array(FIRST_ROWS)
  private readonly firstOf = new Map<string, number>()
  private readonly subjects: string[] = []
  private readonly subjectNumbers = new Map<string, number>()
  letters = 0
  bytes = 0

  /** How many different Message-IDs there are; a letter without one counts as its own. */
  get messages(): number {
    return this.firstOf.size
  }

  /** The letter's id. */
  add(letter: Indexed, { segment, offset }: Place): number {
    if (this.letters === this.places.length) this.grow()
    const row = this.letters++
    this.places[row] = segment * OFFSETS + offset
    this.subjectOf[row] = this.numberOf(letter.subject)
    this.recipientOf[row] = letter.to.length === 1 ? hashOf(letter.to[0] ?? "") : ANYBODY
    this.bytes += letter.bytes
    const key = letter.messageId || `letter ${row + 1}`
    if (!this.firstOf.has(key)) this.firstOf.set(key, row + 1)
    return row + 1
  }

  placeOf(id: number): Place | null {
    if (!Number.isInteger(id) || id < 1 || id > this.letters) return null
    const place = this.places[id - 1] ?? 0
    const segment = Math.floor(place / OFFSETS)
    return { segment, offset: place - segment * OFFSETS }
  }

  has(messageId: string): boolean {
    return this.firstOf.has(messageId)
  }

  /** Ids, the newest first; what `to` gives may be somebody else's now and then: whoever reads the letter sees whose. */
  *newestFirst({ before, to, subject }: Omit<SinkQuestion, "limit">): Generator<number> {
    const wanted = subject === undefined ? null : this.subjectsWith(subject)
    if (wanted?.size === 0) return
    const recipient = to === undefined ? null : hashOf(to)
    for (let id = Math.min(before ?? Number.POSITIVE_INFINITY, this.letters + 1) - 1; id > 0; id--) {
      if (wanted !== null && !wanted.has(this.subjectOf[id - 1] ?? 0)) continue
      const found = this.recipientOf[id - 1]
      if (recipient === null || found === recipient || found === ANYBODY) yield id
    }
  }

  private subjectsWith(text: string): Set<number> {
    const piece = text.toLowerCase()
    const found = new Set<number>()
    this.subjects.forEach((subject, number) => {
      if (subject.toLowerCase().includes(piece)) found.add(number)
    })
    return found
  }

  private numberOf(subject: string): number {
    const known = this.subjectNumbers.get(subject)
    if (known !== undefined) return known
    this.subjectNumbers.set(subject, this.subjects.length)
    return this.subjects.push(subject) - 1
  }

  private grow(): void {
    const rows = this.places.length * GROWTH
    this.places = copied(new Float64Array(rows), this.places)
    this.subjectOf = copied(new Uint32Array(rows), this.subjectOf)
    this.recipientOf = copied(new Uint32Array(rows), this.recipientOf)
  }
}

function copied<T extends Float64Array | Uint32Array>(target: T, from: T): T {
  target.set(from)
  return target
}

/** Of a letter to several. */
const ANYBODY = 0

/** FNV-1a, never 0. */
function hashOf(address: string): number {
  let hash = 0x811c9dc5
  for (const character of address.toLowerCase())
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0 || 1
}
