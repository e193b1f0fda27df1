import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Framed, framedInPieces } from "../../testing/framed.ts"
import { RAW_KEPT_BYTES, RECORD_BYTES_MAX } from "./framed-record.ts"
import { JsonDocumentError, JsonFramer } from "./json-framer.ts"

const framed = (given: Buffer | string, path: string[] = [], cuts: readonly number[] = []) =>
  framedInPieces(new JsonFramer(path), Buffer.from(given as string), cuts)
const raws = (given: string, path: string[] = []) => framed(given, path).map(({ raw }) => raw)

/** The records, or that the document was refused. */
function outcome(bytes: Buffer | string, path: string[], cuts: readonly number[]): Framed[] | string {
  try {
    return framed(bytes, path, cuts)
  } catch (error) {
    if (error instanceof JsonDocumentError) return "refused"
    throw error
  }
}

const document = fc.oneof(
  fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }),
  fc.record({
    before: fc.jsonValue({ maxDepth: 2 }),
    Records: fc.array(fc.jsonValue({ maxDepth: 2 })),
    after: fc.jsonValue(),
  }),
)
const pathOf = (value: unknown) => (Array.isArray(value) ? [] : ["Records"])
const cuts = fc.array(fc.nat(400), { maxLength: 12 })

describe("framing a JSON document", () => {
  test("gives each element's own text, whatever stands in and around it and however it is printed", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2, "\t"), cuts, (value, space, where) => {
        const elements = Array.isArray(value) ? value : value.Records
        const read = framed(JSON.stringify(value, null, space), pathOf(value), where)
        expect(read.map(({ raw }) => JSON.parse(raw))).toEqual(
          elements.map((one) => JSON.parse(JSON.stringify(one))),
        )
      }),
      { numRuns: 1_500 },
    )
  })

  test("does not depend on how its bytes are cut into pieces, nor does its refusal", () => {
    const token = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"a"',
      '"Records"',
      "1",
      "\n",
      " ",
      '"',
      "\\",
      "é",
      "\f",
    )
    const text = fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join(""))
    const spoiled = fc.tuple(document, fc.nat(200)).map(([value, at]) => JSON.stringify(value).slice(0, at))
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((one) => `[${one}]`),
          spoiled,
        ),
        cuts,
        (given, where) => {
          for (const path of [[], ["Records"]])
            expect(outcome(given, path, where)).toEqual(outcome(given, path, []))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test("a document that JSON.parse takes is never refused, and each record stands in its line", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 5 }),
        fc.constantFrom("\n", " \n\n", "\r\n"),
        (values, gap) => {
          const given = `${gap}[${gap}${values.map((value) => JSON.stringify(value) + gap).join(`,${gap}`)}]${gap}`
          const ends = given.split("\n").length
          const read = framed(given)
          for (const { line, raw } of read) expect(given.split("\n")[line - 1]).toContain(raw)
          expect(read.length).toBe(values.length)
          expect(Math.max(0, ...read.map(({ line }) => line))).toBeLessThan(ends)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test.each<[string, string, string[], string[]]>([
    ["an empty array has no records", " [ ] ", [], []],
    ["an empty array at a path", '{"a":{"b":[]}}', ["a", "b"], []],
    [
      "a path through objects, other keys around it",
      '{"x":[1],"a":{"y":{"b":[9]},"b":[1,2],"z":0},"b":[3]}',
      ["a", "b"],
      ["1", "2"],
    ],
    ["a key with escapes is its text", '{"R\\u0065cords":[1]}', ["Records"], ["1"]],
    ["brackets and commas inside text are text", '[{"a":"]},{["},"x,]"]', [], ['{"a":"]},{["}', '"x,]"']],
    ["escaped quotes inside text", '["a\\"]", "\\\\"]', [], ['"a\\"]"', '"\\\\"']],
    ["an element that is no object", '[1,null,"a",[1,[2]]]', [], ["1", "null", '"a"', "[1,[2]]"]],
    ["an element's own syntax is left to its reader", '[{"a" 1},{"b":}]', [], ['{"a" 1}', '{"b":}']],
  ])("%s", (_, given, path, expected) => expect(raws(given, path)).toEqual(expected))

  test("a pretty-printed element keeps its text and the line where it begins", () => {
    const given = '{\n  "n": 1\n,\n  "Records": [\n    {\n      "a": 1\n    },\n    2\n  ,\n    3\n  ]\n}\n'
    expect(framed(given, ["Records"]).map(({ line, raw }) => [line, raw])).toEqual([
      [5, '{\n      "a": 1\n    }'],
      [8, "2"],
      [10, "3"],
    ])
  })

  test.each<[string, string, string[], RegExp]>([
    ["a trailing comma", "[1,]", [], /unexpected "]" in line 1/],
    ["a comma and nothing before it", "[,1]", [], /unexpected ","/],
    ["no comma", "[1 2]", [], /unexpected "2"/],
    ["a document that breaks off in an element", '[{"a":1},{"a"', [], /ends before it is complete/],
    ["a document that breaks off behind an element", '[{"a":1}', [], /ends before it is complete/],
    ["an empty document", "", [], /ends before it is complete/],
    ["text behind the document", "[1]\n[2]", [], /unexpected "\[" in line 2/],
    ["NDJSON named as a document", '{"a":1}\n{"a":2}\n', [], /no array of records at the top/],
    ["an object where an array should be", '{"Records":{}}', ["Records"], /no array of records at Records/],
    ["null where the array should be", '{"Records":null}', ["Records"], /no array of records at Records/],
    ["an array where an object should be", "[1]", ["Records"], /no array of records at Records/],
    ["no such key", '{"records":[1]}', ["Records"], /no array of records at Records/],
    ["a key without quotes", "{Records:[1]}", ["Records"], /./],
    ["brackets that do not match", "[{]}", [], /unexpected "]"/],
    ["a form feed between elements", "[1,\f2\f,3]\f", [], /unexpected "\\f"/],
    ["a no-break space around the document", "\u00a0[1]", [], /./],
  ])("%s is refused as a whole", (_, given, path, message) => {
    expect(() => framed(given, path)).toThrow(JsonDocumentError)
    expect(() => framed(given, path)).toThrow(message)
  })

  test("an element that is not UTF-8 is at fault, its neighbours are not", () => {
    const got = framed(Buffer.concat([Buffer.from('["a","'), Buffer.from([0xff]), Buffer.from('","é"]')]))
    expect(got.map(({ fault }) => fault)).toEqual([null, "not UTF-8", null])
  })

  test("an element above the limit is at fault and cut, wherever the pieces end, and the next is read", () => {
    const bytes = Buffer.from(`[1,"${"x".repeat(RECORD_BYTES_MAX)}",2]`)
    const mebibytes = Array.from({ length: 9 }, (_, index) => index * 1024 * 1024)
    for (const where of [[], mebibytes]) {
      const got = framed(bytes, [], where).map(({ raw, fault }) => [raw.length, fault])
      expect(got).toEqual([
        [1, null],
        [RAW_KEPT_BYTES, "longer than 8 MiB"],
        [1, null],
      ])
    }
  })

  test("NUL, U+001F and line ends inside an element are kept", () => {
    expect(raws('["a\0","b\u001f",{\r\n"c":1}]')).toEqual(['"a\0"', '"b\u001f"', '{\r\n"c":1}'])
  })
})
