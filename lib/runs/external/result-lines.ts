/** A line of a text, from 1; null for one that is too long to be read. */
export interface TextLine {
  line: number
  text: string | null
}

const LINE_BYTES_MAX = 64 * 1024
const LINE_FEED = 10
const BYTE_ORDER_MARK = "\ufeff"

/** The lines of a text in UTF-8, however long it is; of a line that is too long nothing is kept. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine[]> {
  let line = 0
  let carry = Buffer.alloc(0)
  let isPassing = false
  const next = (bytes: Buffer): TextLine => {
    line++
    const isLong = isPassing || bytes.length > LINE_BYTES_MAX
    isPassing = false
    return { line, text: isLong ? null : textOf(bytes, line) }
  }
  for await (const piece of pieces) {
    const bytes = Buffer.concat([carry, piece])
    const lines: TextLine[] = []
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      lines.push(next(bytes.subarray(from, end)))
      from = end + 1
    }
    carry = Buffer.from(bytes.subarray(from))
    if (carry.length > LINE_BYTES_MAX) {
      isPassing = true
      carry = Buffer.alloc(0)
    }
    if (lines.length > 0) yield lines
  }
  if (carry.length > 0 || isPassing) yield [next(carry)]
}

function textOf(bytes: Buffer, line: number): string {
  const text = bytes.toString("utf8").replace(/\r$/, "")
  return line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
}
