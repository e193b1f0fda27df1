import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Framed, framedInPieces } from "../../testing/framed.ts"
import { CsvFramer } from "./csv-framer.ts"
import { RECORD_BYTES_MAX } from "./framed-record.ts"

function framed(given: Buffer | string, cuts: readonly number[] = []) {
  const framer = new CsvFramer()
  const records = framedInPieces(framer, Buffer.from(given as string), cuts)
  expect(framer.records).toBe(records.length)
  return { header: framer.header, records }
}

/** Cells as the engine sees them: those cut here, or the raw text cut at its commas. */
const cellsOf = ({ raw, cells, fault }: Framed) => (fault === null ? (cells ?? raw.split(",")) : fault)
const rows = (text: string) => framed(`h1,h2\n${text}`).records.map(cellsOf)

const piece = fc.constantFrom(
  "a",
  "é",
  ",",
  '"',
  '"',
  '""',
  "\n",
  "\r\n",
  "\r",
  " ",
  "\0",
  "\u001f",
  "\u{1f600}",
)
const text = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(""))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)
const cell = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc
    .array(fc.constantFrom("a", '"', ",", "\n", "\r\n", "é"), { maxLength: 5 })
    .map((parts) => parts.join("")),
)

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
const mebibytes = Array.from({ length: 20 }, (_, index) => index * 1024 * 1024)

describe("framing CSV", () => {
  test("does not depend on how its bytes are cut into pieces", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 12 }), (bytes, cuts) => {
        expect(framed(bytes, cuts)).toEqual(framed(bytes))
      }),
      { numRuns: 3_000 },
    )
  })

  test("gives back whatever cells were written, quoted where they must be", () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(
        table,
        fc.constantFrom("\n", "\r\n"),
        fc.array(fc.nat(90), { maxLength: 6 }),
        (written, end, cuts) => {
          const lines = written.map((one) =>
            one.map((value) => (/[",\r\n]/.test(value) ? quoted(value) : value)),
          )
          const document = ["h1,h2", ...lines.map((line) => line.join(","))].join(end)
          const read = framed(document, cuts).records.map(cellsOf)
          expect(read).toEqual(written.filter((one) => !/^[\t-\r ]*$/.test(one.join(","))))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test("takes the first record that is not blank for the header, blanks around its names left out", () => {
    expect(framed('\n \r\n a ,"b,c",d\r\n1,2,3\r\n').header).toEqual(["a", "b,c", "d"])
  })

  test.each([
    [
      "CRLF line ends are no part of the last cell",
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["CRLF behind a quoted cell", '"a","b"\r\n', [["a", "b"]]],
    ["a CR inside quotes is kept", '"a\r","b\r"\n', [["a\r", "b\r"]]],
    ["a lone CR inside a line is kept", "a\rx,b\n", [["a\rx", "b"]]],
    [
      "a line end inside quotes is kept",
      '"a\nb",c\nd,e\n',
      [
        ["a\nb", "c"],
        ["d", "e"],
      ],
    ],
    ["doubled quotes are one", '"say ""hi""",b\n', [['say "hi"', "b"]]],
    ["an empty quoted cell is empty", '"",b\n', [["", "b"]]],
    ["a quote inside a cell without quotes is itself", 'a"b,c\n', [['a"b', "c"]]],
    ["NUL and U+001F are kept", "a\0,b\u001f\n", [["a\0", "b\u001f"]]],
    ["fewer cells than the header", "a\n", [["a"]]],
    ["more cells than the header", "a,b,c\n", [["a", "b", "c"]]],
    ["a last line without its end", "a,b", [["a", "b"]]],
    ["blank lines are no records", "\n\r\n  \na,b\n\n", [["a", "b"]]],
    ["a line of empty cells is one", ",\n", [["", ""]]],
    [
      "text behind a closing quote spoils its own line",
      '"a"x,b\nc,d\n',
      ["text after a closing quote", ["c", "d"]],
    ],
    [
      "a quote that is never closed spoils its own line",
      'a,"b\nc,d\ne,f\n',
      ["a quote is never closed", ["c", "d"], ["e", "f"]],
    ],
    [
      "a stray quote that a later line seems to close spoils its own line",
      'a,"b\nc,d\ne,"f"\ng,h\n',
      ["text after a closing quote", ["c", "d"], ["e", "f"], ["g", "h"]],
    ],
  ])("%s", (_, given, expected) => expect(rows(given)).toEqual(expected))

  test("records know their first line, also behind records of several lines", () => {
    const { records } = framed('h1,h2\n"a\n\nb",c\n\nd,e\r\n"f\r\ng",h\ni,j')
    expect(records.map(({ line }) => line)).toEqual([2, 6, 7, 9])
  })

  test("a record keeps its raw text without the line end", () => {
    expect(framed('h1,h2\r\n"a\r\nb",c\r\n').records[0]?.raw).toBe('"a\r\nb",c')
  })

  test("a record that is not UTF-8 is at fault, its neighbours are not", () => {
    const bytes = Buffer.concat([Buffer.from("h1,h2\na,b\nc,"), Buffer.from([0xe9]), Buffer.from("\né,f\n")])
    expect(framed(bytes).records.map(cellsOf)).toEqual([["a", "b"], "not UTF-8", ["é", "f"]])
  })

  test("a file of nothing but blank lines has no header", () => {
    expect(framed("\n \r\n").header).toBe(null)
  })

  test("a quoted cell beyond a mebibyte counts as never closed, wherever the pieces end", () => {
    const long = `h1,h2\na,"${`${"x".repeat(2_000)}\n`.repeat(600)}"\nb,c\n`
    const got = [[], mebibytes, [8], [long.length - 9]].map((cuts) => framed(long, cuts).records)
    for (const records of got) {
      expect(records[0]?.fault).toBe("a quote is never closed")
      expect(records).toEqual(got[0])
    }
  })

  test("several long quoted cells in one record are read, wherever the pieces end", () => {
    const value = "x\n".repeat(400_000)
    for (const cuts of [[], mebibytes, [900_000, 1_500_000]]) {
      const { records } = framed(`h1,h2\n"${value}","${value}"\nb,c\n`, cuts)
      expect(records.map(({ fault, cells }) => [fault, cells?.length ?? null])).toEqual([
        [null, 2],
        [null, null],
      ])
    }
  })

  test("a line above the limit is at fault, cut, and makes no second record, wherever the pieces end", () => {
    const bytes = Buffer.from(`h1,h2\n${"x,y".repeat(RECORD_BYTES_MAX)}\nb,c\n`)
    for (const cuts of [[], Array.from({ length: 30 }, (_, index) => index * 1024 * 1024)]) {
      const { records } = framed(bytes, cuts)
      expect(records.map(({ line, fault }) => [line, fault])).toEqual([
        [2, "longer than 8 MiB"],
        [3, null],
      ])
    }
  })
})
