import { isUtf8 } from "node:buffer"
import { escapedRecord, isPlain, plainRecord, RAW_KEPT_BYTES, RECORD_BYTES_MAX } from "./framed-record.ts"
import { type Framer, tooLong } from "./line-framer.ts"

/** A document that is not JSON, or that has no array where the records should be. */
export class JsonDocumentError extends Error {}

/** What JSON takes for a blank between values. */
const SPACE = /[ \t\n\r]/

/** Deeper nesting is no record of anything. */
const DEPTH_MAX = 100_000

/** Where the walk through the document stands. */
type Phase = "value" | "key" | "colon" | "skip" | "next" | "element" | "afterElement" | "end"

/**
 * Frames a JSON document: each element of the array at `path` is a record, with its own raw text.
 * The document is never in memory as a whole; an element's own syntax is left for the engine to judge.
 */
export class JsonFramer implements Framer {
  records = 0
  private readonly path: readonly string[]
  private phase: Phase = "value"
  /** How many objects of the path the walk has entered. */
  private depth = 0
  private line = 1
  private found = false
  /** The value that is being passed over or taken, its open brackets, and what it is. */
  private pieces: string[] = []
  private held = 0
  private brackets: string[] = []
  private inText = false
  private isEscaped = false
  private began = false
  /** Directly behind an opening bracket, where the closing one may follow. */
  private mayBeEmpty = false
  private startLine = 1
  private key = ""

  constructor(path: readonly string[]) {
    this.path = path
  }

  push(bytes: Buffer): string {
    const text = bytes.toString("latin1")
    let out = ""
    let at = 0
    while (at < text.length) {
      if (this.phase === "skip" || this.phase === "element" || this.phase === "key") {
        const end = this.scan(text, at)
        if (end === null) return out
        at = end
        out += this.valueEnded()
      } else {
        this.step(text[at] ?? "")
        at++
      }
    }
    return out
  }

  end(): string {
    if (this.phase !== "end") throw new JsonDocumentError("the document ends before it is complete")
    if (!this.found) throw new JsonDocumentError(`there is no array of records at ${this.place()}`)
    return ""
  }

  /** Takes one character between values. */
  private step(character: string): void {
    if (character === "\n") this.line++
    if (SPACE.test(character)) return
    if (this.phase === "value") this.open(character)
    else if (this.phase === "colon" && character === ":")
      this.phase = this.isOnPath() ? "value" : this.begin("skip")
    else if (this.phase === "next" && character === ",") this.phase = this.begin("key")
    else if (this.phase === "next" && character === "}") this.leave()
    else if (this.phase === "afterElement" && character === ",") this.phase = this.begin("element")
    else if (this.phase === "afterElement" && character === "]") this.leaveArray()
    else throw new JsonDocumentError(`unexpected ${JSON.stringify(character)} in line ${this.line}`)
  }

  private open(character: string): void {
    const expected = this.depth < this.path.length ? "{" : "["
    if (character !== expected) throw new JsonDocumentError(`there is no array of records at ${this.place()}`)
    if (expected === "{") {
      this.depth++
      this.phase = this.begin("key")
    } else {
      this.found = true
      this.phase = this.begin("element")
    }
    this.mayBeEmpty = true
  }

  /** Reads on in the value at hand; gives the index behind it, or null when it goes on in the next piece. */
  private scan(text: string, from: number): number | null {
    for (let at = from; at < text.length; at++) {
      const character = text[at] ?? ""
      if (this.brackets.length === 0 && !this.inText && this.began && SPACE.test(character))
        return this.take(text, from, at)
      if (character === "\n") this.line++
      if (!this.began) {
        if (SPACE.test(character)) continue
        if (this.isEmptyHere(character)) return at
        this.began = true
        this.startLine = this.line
        from = at
      }
      if (this.inText) {
        if (this.isEscaped) this.isEscaped = false
        else if (character === "\\") this.isEscaped = true
        else if (character === '"') {
          this.inText = false
          if (this.brackets.length === 0) return this.take(text, from, at + 1)
        }
      } else if (character === '"') this.inText = true
      else if (character === "{" || character === "[") this.openBracket(character)
      else if (character === "}" || character === "]" || (character === "," && this.brackets.length === 0)) {
        if (this.brackets.length === 0) return this.take(text, from, at)
        if (this.brackets.pop() !== character)
          throw new JsonDocumentError(`unexpected ${JSON.stringify(character)} in line ${this.line}`)
        if (this.brackets.length === 0) return this.take(text, from, at + 1)
      }
    }
    if (this.began) this.keep(text.slice(from))
    return null
  }

  private openBracket(character: string): void {
    if (this.brackets.length >= DEPTH_MAX)
      throw new JsonDocumentError(`brackets nest too deep in line ${this.line}`)
    this.brackets.push(character === "{" ? "}" : "]")
  }

  /** An empty object or array: its end stands where its first key or element would. */
  private isEmptyHere(character: string): boolean {
    const closing = this.phase === "key" ? "}" : this.phase === "element" ? "]" : null
    if (!this.mayBeEmpty || character !== closing) return false
    this.phase = this.phase === "key" ? "next" : "afterElement"
    return true
  }

  private take(text: string, from: number, end: number): number {
    if (end === from && this.held === 0)
      throw new JsonDocumentError(`unexpected ${JSON.stringify(text[end])} in line ${this.line}`)
    this.keep(text.slice(from, end))
    return end
  }

  private keep(piece: string): void {
    this.held += piece.length
    if (this.phase === "skip") return
    this.pieces.push(piece)
    if (this.held > RECORD_BYTES_MAX) this.pieces = [this.pieces.join("").slice(0, RAW_KEPT_BYTES)]
  }

  private valueEnded(): string {
    if (!this.began) return ""
    const raw = this.pieces.join("")
    const isTooLong = this.held > RECORD_BYTES_MAX
    const ended = this.phase
    this.phase = ended === "key" ? "colon" : ended === "skip" ? "next" : "afterElement"
    if (ended === "key") this.key = keyOf(raw, this.line)
    return ended === "element" ? this.record(raw, isTooLong) : ""
  }

  private record(raw: string, isTooLong: boolean): string {
    this.records++
    const bytes = Buffer.from(raw, "latin1")
    const fault = isTooLong ? tooLong() : isUtf8(bytes) ? null : "not UTF-8"
    if (fault === null && isPlain(raw) && !raw.includes("\n")) return plainRecord(this.startLine, raw)
    return escapedRecord(this.startLine, bytes, fault, null)
  }

  private begin<P extends Phase>(phase: P): P {
    this.pieces = []
    this.held = 0
    this.brackets = []
    this.began = false
    this.mayBeEmpty = false
    return phase
  }

  private leave(): void {
    this.depth--
    this.phase = this.depth === 0 ? "end" : "next"
  }

  private leaveArray(): void {
    this.phase = this.depth === 0 ? "end" : "next"
  }

  private isOnPath(): boolean {
    return this.path[this.depth - 1] === this.key
  }

  private place(): string {
    return this.path.length === 0 ? "the top of the document" : this.path.join(".")
  }
}

function keyOf(raw: string, line: number): string {
  try {
    const key: unknown = JSON.parse(Buffer.from(raw, "latin1").toString("utf8"))
    if (typeof key === "string") return key
  } catch {
    // Told below, as for a key that is no text.
  }
  throw new JsonDocumentError(`a key is no text in line ${line}`)
}
