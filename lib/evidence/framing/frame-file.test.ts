import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { AppError } from "../../core/errors.ts"
import { readFramed } from "../../testing/framed.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { findFiles } from "../files/find-files.ts"
import { frameBeginning, frameFile } from "./frame-file.ts"

const folder = temporaryFolder()
let made = 0

/** Writes a file of that name into a folder of its own and frames it. */
async function framed(name: string, bytes: Buffer | string) {
  const { file, out, framing } = given(name, bytes)
  const result = await frameFile(file, framing, out)
  return { ...result, raws: readFramed(readFileSync(out, "latin1")).map(({ raw }) => raw) }
}

function given(name: string, bytes: Buffer | string) {
  const place = join(folder, String(made++))
  mkdirSync(place)
  writeFileSync(join(place, name), bytes)
  const [file] = findFiles([name], place, "test")
  if (!file || file.format === "parquet" || file.format === null) throw new Error(`${name} is no text`)
  return { file, out: join(place, "framed"), framing: { format: file.format, recordsPath: [] } }
}

const LINES = '{"a":1}\n{"a":2}\n'
const RAWS = ['{"a":1}', '{"a":2}']
const archive = gzipSync(LINES)
const garbage = Buffer.from("garbage behind the archive")

/** Bytes that do not compress, so that their archive takes several pieces to read. */
function noise(bytes: number): string {
  const parts: string[] = []
  for (let index = 0; parts.length * 64 < bytes; index++)
    parts.push(createHash("sha256").update(String(index)).digest("hex"))
  return `${parts.join("\n")}\n`
}

describe("framing a file", () => {
  test("a plain and a compressed file give the same records", async () => {
    expect((await framed("a.ndjson", LINES)).raws).toEqual(RAWS)
    expect((await framed("a.ndjson.gz", archive)).raws).toEqual(RAWS)
    expect((await framed("a.json.gz", gzipSync('[{"a":1},{"a":2}]'))).raws).toEqual(RAWS)
  })

  test("the fingerprint and the size are those of the file as it lies there", async () => {
    const { bytes, sha256, records } = await framed("a.ndjson.gz", archive)
    expect([bytes, sha256, records]).toEqual([
      archive.length,
      createHash("sha256").update(archive).digest("hex"),
      2,
    ])
  })

  test.each([
    ["a.ndjson", Buffer.from(`\ufeff${LINES}`)],
    ["a.ndjson.gz", gzipSync(`\ufeff${LINES}`)],
    ["a.json", Buffer.from('\ufeff[{"a":1},{"a":2}]')],
  ])("a byte-order mark is no part of %s", async (name, bytes) => {
    expect((await framed(name, bytes)).raws).toEqual(RAWS)
  })

  test("a byte-order mark is no part of a CSV header", async () => {
    expect((await framed("a.csv", "\ufeffa,b\n1,2\n")).header).toEqual(["a", "b"])
  })

  test("an archive of several members is read whole", async () => {
    const members = [LINES, "", '{"a":3}\n', '{"a":4}'].map((text) => gzipSync(text))
    expect((await framed("a.ndjson.gz", Buffer.concat(members))).raws).toEqual([
      ...RAWS,
      '{"a":3}',
      '{"a":4}',
    ])
  })

  test("an archive of several large members is read whole", async () => {
    const text = noise(3_000_000)
    const { raws } = await framed("a.ndjson.gz", Buffer.concat([gzipSync(text), gzipSync(text)]))
    expect(`${raws.join("\n")}\n` === text + text).toBe(true)
  })

  test("an empty text, and an archive of one, have no records", async () => {
    expect((await framed("a.ndjson", "")).records).toBe(0)
    expect((await framed("a.ndjson.gz", gzipSync(""))).records).toBe(0)
  })

  test("a CSV file of a header alone has no records", async () => {
    expect(await framed("a.csv", "a,b\n")).toMatchObject({ records: 0, header: ["a", "b"] })
  })
})

const large = gzipSync(noise(4_000_000))
const wrongCrc = Buffer.from(archive)
wrongCrc.writeUInt32LE(wrongCrc.readUInt32LE(wrongCrc.length - 8) ^ 1, wrongCrc.length - 8)
const wrongLength = Buffer.from(archive)
wrongLength.writeUInt32LE(99, wrongLength.length - 4)
const wrongMiddle = Buffer.from(large)
wrongMiddle[wrongMiddle.length >> 1]! ^= 0xff

describe("a file that is damaged, or not what its name says, is refused in one line that names it", () => {
  test.each<[string, string, Buffer | string, RegExp]>([
    ["an archive cut off in its body", "a.ndjson.gz", archive.subarray(0, archive.length - 12), /truncated/],
    ["an archive cut off in its length", "a.ndjson.gz", archive.subarray(0, archive.length - 1), /truncated/],
    ["an archive cut off in its header", "a.ndjson.gz", archive.subarray(0, 5), /truncated/],
    ["a large archive cut off", "a.ndjson.gz", large.subarray(0, large.length - 1), /truncated/],
    [
      "a second member cut off",
      "a.ndjson.gz",
      Buffer.concat([archive, archive.subarray(0, 15)]),
      /truncated/,
    ],
    ["an empty archive", "a.ndjson.gz", "", /truncated/],
    ["a wrong CRC", "a.ndjson.gz", wrongCrc, /damaged \(.*incorrect data check/],
    ["a wrong length", "a.ndjson.gz", wrongLength, /damaged \(.*incorrect length check/],
    ["a flipped byte in a large archive", "a.ndjson.gz", wrongMiddle, /damaged/],
    ["garbage behind an archive", "a.ndjson.gz", Buffer.concat([archive, garbage]), /damaged|behind the end/],
    ["zeros behind an archive", "a.ndjson.gz", Buffer.concat([archive, Buffer.alloc(9)]), /behind the end/],
    [
      "much garbage behind an archive",
      "a.ndjson.gz",
      Buffer.concat([archive, Buffer.alloc(3_000_000, 7)]),
      /damaged|behind the end/,
    ],
    [
      "many zeros behind an archive",
      "a.ndjson.gz",
      Buffer.concat([archive, Buffer.alloc(3_000_000)]),
      /behind the end/,
    ],
    [
      "zeros behind a large archive",
      "a.ndjson.gz",
      Buffer.concat([large, Buffer.alloc(2_000_000)]),
      /behind the end/,
    ],
    ["plain text named .gz", "a.ndjson.gz", LINES, /damaged/],
    ["an archive without .gz", "a.ndjson", archive, /not what its name says: its content is gzip/],
    ["an archive within an archive", "a.ndjson.gz", gzipSync(archive), /its content is gzip/],
    ["Parquet named .ndjson", "a.ndjson", "PAR1....PAR1", /its content is Parquet/],
    ["Parquet named .csv.gz", "a.csv.gz", gzipSync("PAR1....PAR1"), /its content is Parquet/],
    ["a zip named .csv", "a.csv", "PK\x03\x04....", /its content is zip/],
    ["UTF-16 named .csv", "a.csv", Buffer.from("\ufeffa,b", "utf16le"), /its content is UTF-16/],
    ["CSV named .json", "a.json", "a,b\n1,2\n", /not what its name says/],
    ["a JSON document that breaks off", "a.json", '[{"a":1},', /ends before it is complete/],
    ["an empty CSV file", "a.csv", "", /is not CSV: it has no header line/],
  ])("%s", async (_, name, bytes, message) => {
    const error = await framed(name, bytes).then(
      () => null,
      (one: unknown) => one,
    )
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe("invalid")
    expect((error as AppError).message).toMatch(message)
    expect((error as AppError).message).toMatch(new RegExp(`^${name.replaceAll(".", "\\.")}: [^\n]+$`))
  })
})

describe("framing the beginning of a file", () => {
  test.each(["a.ndjson", "a.ndjson.gz"])(
    "gives whole records of %s and stops behind the bytes asked for",
    async (name) => {
      const text = noise(4_000_000)
      const { file, framing, out } = given(name, name.endsWith(".gz") ? gzipSync(text) : text)
      await frameBeginning(file, framing, out, 1_500_000)
      const raws = readFramed(readFileSync(out, "latin1")).map(({ raw }) => raw)
      expect(raws.length).toBeGreaterThan(1_500_000 / 65 - 1)
      expect(raws.length).toBeLessThan(4_000_000 / 65)
      expect(text.startsWith(raws.join("\n"))).toBe(true)
    },
  )

  test("of a short file gives all of it, the last line too", async () => {
    const { file, framing, out } = given("a.csv", "a,b\n1,2\n3,4")
    expect(await frameBeginning(file, framing, out, 1_500_000)).toEqual(["a", "b"])
    expect(readFramed(readFileSync(out, "latin1")).map(({ raw }) => raw)).toEqual(["1,2", "3,4"])
  })

  test.each<[string, Buffer | string]>([
    ["a.ndjson.gz", archive.subarray(0, archive.length - 12)],
    ["a.ndjson.gz", LINES],
    ["a.ndjson", archive],
    ["a.json", "{}"],
  ])("of a damaged or misnamed %s is refused", async (name, bytes) => {
    const { file, framing, out } = given(name, bytes)
    await expect(frameBeginning(file, framing, out, 1_500_000)).rejects.toThrow(/^a\./)
  })
})
