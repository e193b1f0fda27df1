import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type CsvCell, csvLine } from "./csv.ts"

describe("a line of CSV", () => {
  test.each<[string, CsvCell, string]>([
    ["text", "kim", "kim"],
    ["a formula", "=1+1", "'=1+1"],
    ["a formula with a quote", '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ["a plus", "+45 12", "'+45 12"],
    ["a minus", "-2+3", "'-2+3"],
    ["an at", "@SUM(A1)", "'@SUM(A1)"],
    ["a tab", "\t=1", `"'\t=1"`],
    ["what other countries part cells by", "a;=1", '"a;=1"'],
    ["a line end", "\r=1", `"'\r=1"`],
    ["a full-width equals sign", "＝1", "'＝1"],
    ["a negative number", -5, "-5"],
    ["a comma", "a,b", '"a,b"'],
    ["a lone line feed", "a\nb", '"a\nb"'],
    ["blanks around", " a ", '" a "'],
    ["nothing", null, ""],
    ["a truth", true, "true"],
    ["a sign within", "a=b", "a=b"],
  ])("carries %s", (_, cell, expected) => {
    expect(csvLine([cell, 7])).toBe(`${expected},7\r\n`)
  })

  test("gives back what was put in, whatever it is, but for apostrophes before formulas", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("=", '"', "\r\n", ",", "-1", "'", " "),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const read: string[][] = parse(rows.map(csvLine).join(""), { record_delimiter: "\r\n", bom: false })
        expect(read.length).toBe(rows.length)
        for (const [index, cells] of rows.entries())
          for (const [column, text] of cells.entries())
            expect([text, `'${text}`]).toContain(read[index]?.[column])
        expect(read.flat().filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([])
      }),
    )
  })
})
