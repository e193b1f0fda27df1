import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { framedInPieces } from "../../testing/framed.ts"
import { RAW_KEPT_BYTES, RECORD_BYTES_MAX } from "./framed-record.ts"
import { LineFramer } from "./line-framer.ts"

const framed = (bytes: Buffer | string, cuts: number[] = []) =>
  framedInPieces(new LineFramer(), Buffer.from(bytes as string), cuts)
const raws = (text: string) => framed(text).map(({ raw }) => raw)

const piece = fc.constantFrom("a", "é", "\n", "\r\n", "\r", " ", "\t", "\0", "\u001f", '"', "{}", "張", "\\")
const text = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(""))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)

describe("framing a text of lines", () => {
  test("does not depend on how its bytes are cut into pieces", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 12 }), (bytes, cuts) => {
        expect(framed(bytes, cuts)).toEqual(framed(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  test("gives each line that is not blank once, with its number", () => {
    fc.assert(
      fc.property(text, (bytes) => {
        const lines = bytes.toString("latin1").split("\n")
        const expected = lines.flatMap((line, index) => (/^[\t-\r ]*$/.test(line) ? [] : [index + 1]))
        expect(framed(bytes).map(({ line }) => line)).toEqual(expected)
      }),
      { numRuns: 1_000 },
    )
  })

  test("counts the records that it gives back", () => {
    const framer = new LineFramer()
    framedInPieces(framer, Buffer.from("a\n\nb\r\n \nc"), [2, 5])
    expect(framer.records).toBe(3)
  })

  test.each([
    ["a last line without its end", "a\nb", ["a", "b"]],
    ["CRLF line ends are no part of the line", "a\r\nb\r\n", ["a", "b"]],
    ["a lone CR inside a line is kept", "a\rb\nc\n", ["a\rb", "c"]],
    ["a lone CR at the end of the file is a line end", "a\r", ["a"]],
    ["NUL is kept", "a\0b\n", ["a\0b"]],
    ["U+001F is kept", "a\u001fb\n", ["a\u001fb"]],
    ["blank lines are no records", "\n\n  \n\t\r\na\n", ["a"]],
    ["an empty file has none", "", []],
    ["blanks around a record are kept", "  a \n", ["  a "]],
  ])("%s", (_, given, expected) => expect(raws(given)).toEqual(expected))

  test("a line that is not UTF-8 is at fault, its neighbours are not", () => {
    const got = framed(
      Buffer.concat([Buffer.from("a\n"), Buffer.from([0x62, 0xff, 0x0a]), Buffer.from("é\n")]),
    )
    expect(got.map(({ raw, fault }) => [raw, fault])).toEqual([
      ["a", null],
      ["b\ufffd", "not UTF-8"],
      ["é", null],
    ])
  })

  test("a line above the limit is at fault and cut, wherever the pieces end, and the next line is read", () => {
    const bytes = Buffer.from(`a\n${"x".repeat(RECORD_BYTES_MAX + 1)}\nb\n`)
    const mebibytes = Array.from({ length: 9 }, (_, index) => index * 1024 * 1024)
    for (const cuts of [[], mebibytes, [RECORD_BYTES_MAX], [3, RECORD_BYTES_MAX + 3]]) {
      const got = framed(bytes, cuts)
      expect(got.map(({ line, raw, fault }) => [line, raw.length, fault])).toEqual([
        [1, 1, null],
        [2, RAW_KEPT_BYTES, "longer than 8 MiB"],
        [3, 1, null],
      ])
    }
  })

  test("a line just at the limit is read whole", () => {
    const bytes = Buffer.from(`${"x".repeat(RECORD_BYTES_MAX)}\n`)
    expect(framed(bytes, [1024]).map(({ raw, fault }) => [raw.length, fault])).toEqual([
      [RECORD_BYTES_MAX, null],
    ])
  })

  test("a line above the limit may be the last, without its end", () => {
    const bytes = Buffer.from("x".repeat(RECORD_BYTES_MAX * 2 + 5))
    const mebibytes = Array.from({ length: 17 }, (_, index) => index * 1024 * 1024)
    for (const cuts of [[], mebibytes])
      expect(framed(bytes, cuts).map(({ line, fault }) => [line, fault])).toEqual([[1, "longer than 8 MiB"]])
  })
})
