import { execFileSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { AppError } from "../../core/errors.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { receiveFile } from "./receive-file.ts"
import { removeFile } from "./remove-file.ts"

const root = temporaryFolder()
const folderOf = () => mkdtempSync(join(root, "set-"))
const MIB = 1024 * 1024
const any = { bytesExpected: null, bytesMax: MIB }

async function* pieces(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (one) => one,
  )
  expect(error).toBeInstanceOf(AppError)
  return error
}

describe("a file that is sent", () => {
  test("is there when all of it is, under its name, and nothing else is", async () => {
    const folder = folderOf()
    const received = await receiveFile(folder, "Log 1.ndjson.gz", pieces("a", "", "bc"), {
      bytesExpected: 3,
      bytesMax: 3,
    })
    expect(received).toEqual({ path: "Log 1.ndjson.gz", bytes: 3 })
    expect(readdirSync(folder)).toEqual(["Log 1.ndjson.gz"])
    expect(readFileSync(join(folder, "Log 1.ndjson.gz"), "utf8")).toBe("abc")
  })

  test("may be empty", async () => {
    const folder = folderOf()
    await receiveFile(folder, "quiet.ndjson", pieces(), { bytesExpected: 0, bytesMax: MIB })
    expect(readFileSync(join(folder, "quiet.ndjson"), "utf8")).toBe("")
  })

  test("takes the place of one of its name at once, which is whole until then", async () => {
    const folder = folderOf()
    await receiveFile(folder, "a.csv", pieces("old"), any)
    let during = ""
    async function* slow() {
      yield Buffer.from("ne")
      during = readFileSync(join(folder, "a.csv"), "utf8")
      yield Buffer.from("w")
    }
    await receiveFile(folder, "a.csv", slow(), any)
    expect([during, readFileSync(join(folder, "a.csv"), "utf8")]).toEqual(["old", "new"])
  })

  test("does not mix with another that is sent under its name at the same time", async () => {
    const folder = folderOf()
    const text = (sign: string) => Array.from({ length: 200 }, () => sign.repeat(500))
    await Promise.all(["a", "b", "c"].map((sign) => receiveFile(folder, "x.csv", pieces(...text(sign)), any)))
    expect(readdirSync(folder)).toEqual(["x.csv"])
    expect(readFileSync(join(folder, "x.csv"), "utf8")).toMatch(/^(a{100000}|b{100000}|c{100000})$/)
  })

  test("replaces a link of its name, not what the link leads to", async () => {
    const folder = folderOf()
    writeFileSync(join(root, "outside"), "kept")
    symlinkSync(join(root, "outside"), join(folder, "a.csv"))
    await receiveFile(folder, "a.csv", pieces("new"), any)
    expect(readFileSync(join(root, "outside"), "utf8")).toBe("kept")
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("new")
  })
})

describe("an upload that fails leaves nothing behind, and what was there before stays", () => {
  test.each<
    [string, AsyncIterable<Uint8Array>, { bytesExpected: number | null; bytesMax: number }, string, RegExp]
  >([
    [
      "the connection breaks",
      pieces("abc", new Error("aborted")),
      any,
      "invalid",
      /broke off after 3 bytes; nothing was kept/,
    ],
    [
      "it ends too early",
      pieces("abc"),
      { bytesExpected: 5, bytesMax: MIB },
      "invalid",
      /broke off after 3 of 5 bytes/,
    ],
    [
      "more comes than was announced",
      pieces("abc", "def"),
      { bytesExpected: 4, bytesMax: MIB },
      "invalid",
      /more came than the 4 bytes/,
    ],
    [
      "it is announced as too large",
      pieces("a"),
      { bytesExpected: 2 * MIB, bytesMax: MIB },
      "limit",
      /larger than 1 MiB/,
    ],
    [
      "it turns out too large",
      pieces("abc", "def"),
      { bytesExpected: null, bytesMax: 5 },
      "limit",
      /larger than 5 bytes/,
    ],
  ])("%s", async (_, stream, announced, code, message) => {
    const folder = folderOf()
    writeFileSync(join(folder, "a.csv"), "before")
    const error = await refusal(receiveFile(folder, "a.csv", stream, announced))
    expect([error.code, error.message.startsWith("a.csv: ")]).toEqual([code, true])
    expect(error.message).toMatch(message)
    expect(readdirSync(folder)).toEqual(["a.csv"])
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("before")
  })

  test("a folder of its name is in the way", async () => {
    const folder = folderOf()
    mkdirSync(join(folder, "a.csv"))
    const error = await refusal(receiveFile(folder, "a.csv", pieces("a"), any))
    expect([error.code, error.message]).toEqual(["invalid", "a.csv: there is a folder of that name"])
    expect(readdirSync(folder)).toEqual(["a.csv"])
  })

  test("the evidence's folder is gone", async () => {
    const error = await refusal(receiveFile(join(root, "gone"), "a.csv", pieces("a"), any))
    expect(error.code).toBe("not_found")
  })

  test("the disk takes no more", () => {
    const folder = folderOf()
    const program = `
      import { receiveFile } from ${JSON.stringify(join(import.meta.dirname, "receive-file.ts"))}
      async function* big() { for (let i = 0; i < 64; i++) yield Buffer.alloc(65536) }
      receiveFile(${JSON.stringify(folder)}, "a.csv", big(), { bytesExpected: null, bytesMax: 1e9 })
        .then(() => console.log("taken"), (error) => console.log(error.code, error.message))`
    // A limit of the process stands for a full disk: the write fails in the middle in the same way.
    const command = `trap '' XFSZ; ulimit -f 256; exec "$0" --import tsx --input-type=module -e "$1"`
    const said = execFileSync("bash", ["-c", command, process.execPath, program], { encoding: "utf8" })
    expect(said).toMatch(/^unavailable a\.csv: the server's disk .*; nothing was kept\n$/)
    expect(readdirSync(folder)).toEqual([])
  })

  test("what a process that died left behind goes with a later upload, what still grows does not", async () => {
    const folder = folderOf()
    const partial = (digit: string) => `.tocsin-${digit.repeat(8)}-0000-0000-0000-000000000000.partial`
    for (const digit of ["1", "2"]) writeFileSync(join(folder, partial(digit)), "half")
    utimesSync(join(folder, partial("1")), new Date(0), new Date(0))
    await receiveFile(folder, "a.csv", pieces("a"), any)
    expect(readdirSync(folder).sort()).toEqual([partial("2"), "a.csv"].sort())
  })
})

describe("a name that could hide something is refused", () => {
  test.each([
    [""],
    ["."],
    [".."],
    [".env"],
    ["a/b.csv"],
    ["../a.csv"],
    ["..\\a.csv"],
    ["/etc/passwd"],
    ["a\0.csv"],
    ["a\n.csv"],
    ["a\u001b[2J.csv"],
    ["a\u202evsc.csv"],
    ["incident\u200b.yaml"],
    ["\ud800.csv"],
    [" a.csv"],
    ["a.csv "],
    ["a.csv."],
    ["é".repeat(101)],
    ["a".repeat(201)],
    ["Incident.yaml"],
    ["INCIDENT.JSON"],
    ["ｉncident.yml"],
    ["incident .yaml"],
    ["incident.ｙaml"],
  ])("%j", async (name) => {
    const folder = folderOf()
    const error = await refusal(receiveFile(folder, name, pieces("a"), any))
    expect([error.code, readdirSync(folder)]).toEqual(["invalid", []])
    expect((await refusal(removeFile(folder, name))).code).toBe("invalid")
  })

  test.each([
    "incident.yaml",
    "a b.csv",
    "Ünïcode 日本.csv",
    "-rf",
    "[x]*.ndjson",
    "é".repeat(100),
    "a..csv",
    "CON.csv",
  ])("%s is none of them", async (name) => {
    const folder = folderOf()
    await receiveFile(folder, name, pieces("a"), any)
    expect(readdirSync(folder)).toEqual([name])
    await removeFile(folder, name)
    expect(readdirSync(folder)).toEqual([])
  })
})

test("only a file that is there can be removed", async () => {
  const folder = folderOf()
  mkdirSync(join(folder, "sub"))
  expect((await refusal(removeFile(folder, "a.csv"))).code).toBe("not_found")
  expect((await refusal(removeFile(folder, "sub"))).message).toBe("sub: is a folder")
})
