const END = Buffer.from("\r\n.\r\n")
const STUFFED = Buffer.from("\r\n.")
const DOT = 0x2e

/**
 * Takes the bytes behind DATA until the final dot. Only a dot between whole line ends is one: a bare line feed ends
 * nothing, so that what one server takes for one letter is not two for another.
 */
export class BodyReader {
  private readonly bytesMax: number
  private parts: Buffer[] = []
  private bytes = 0
  /** Bytes that were kept and turned out to be the end's. */
  private surplus = 0
  /** The last bytes that came: DATA itself ended a line. */
  private tail = Buffer.from("\r\n")
  isTooLong = false

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  /** What stands behind the final dot, or null where it has not come. */
  take(chunk: Buffer): Buffer | null {
    const seam = Buffer.concat([this.tail, chunk.subarray(0, END.length - 1)])
    const atSeam = seam.indexOf(END)
    if (atSeam >= 0) return this.end(chunk, atSeam - this.tail.length)
    const at = chunk.indexOf(END)
    if (at >= 0) return this.end(chunk, at)
    this.keep(chunk)
    this.tail = Buffer.concat([this.tail, chunk]).subarray(-(END.length - 1))
    return null
  }

  /** The letter, with the dots taken away that were put before others. */
  source(): Buffer {
    const whole = this.parts.length === 1 ? (this.parts[0] ?? EMPTY) : Buffer.concat(this.parts)
    return unstuffed(whole.subarray(0, whole.length - this.surplus))
  }

  /** The line end before the dot belongs to the letter; it may have come with the chunk before. */
  private end(chunk: Buffer, at: number): Buffer {
    this.keep(chunk.subarray(0, Math.max(0, at + 2)))
    this.surplus = Math.max(0, -(at + 2))
    return chunk.subarray(at + END.length)
  }

  private keep(chunk: Buffer): void {
    this.bytes += chunk.length
    if (this.bytes > this.bytesMax) {
      this.isTooLong = true
      this.parts = []
    } else this.parts.push(chunk)
  }
}

const EMPTY = Buffer.alloc(0)

function unstuffed(body: Buffer): Buffer {
  const pieces: Buffer[] = []
  let from = body[0] === DOT ? 1 : 0
  for (let at = body.indexOf(STUFFED); at >= 0; at = body.indexOf(STUFFED, from)) {
    pieces.push(body.subarray(from, at + 2))
    from = at + STUFFED.length
  }
  if (pieces.length === 0 && from === 0) return body
  return Buffer.concat([...pieces, body.subarray(from)])
}
