import { readFileSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { join } from "node:path"
import { create, Header } from "tar"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { readTar } from "./tar-reader.ts"
import { TarWriter } from "./tar-writer.ts"

const folder = temporaryFolder()
let nth = 0
const newFile = () => join(folder, `${nth++}.tar`)
const LONG = `files/incidents/x/evidence/y/${"ö".repeat(120)}.csv`
const contents = [
  ["tocsin-backup.json", "opening"],
  ["files/empty", ""],
  [LONG, "a,b\n".repeat(20)],
  ["files/one-block", "x".repeat(512)],
] as const

async function write(entries: Iterable<readonly [string, string]>): Promise<string> {
  const file = newFile()
  const handle = await open(file, "wx")
  const writer = new TarWriter(handle, new Date("2026-01-01T00:00:00Z"))
  for (const [path, text] of entries) await writer.add(path, Buffer.byteLength(text), [Buffer.from(text)])
  await writer.end()
  await handle.close()
  return file
}

async function read(file: string): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const entry of readTar(file)) {
    const pieces: Buffer[] = []
    for await (const piece of entry.content()) pieces.push(piece)
    found.push([entry.path, Buffer.concat(pieces).toString("utf8")])
  }
  return found
}

/** A copy of a file with other bytes in it. */
function altered(file: string, change: (bytes: Buffer) => Buffer): string {
  const copy = newFile()
  writeFileSync(copy, change(readFileSync(file)))
  return copy
}

test("what is written is read, names of any length included", async () => {
  expect(await read(await write(contents))).toEqual(contents)
})

test("no byte can be changed without a refusal, another name or another content", async () => {
  const bytes = readFileSync(await write(contents))
  const copy = newFile()
  const unseen: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0 && at % 16 !== 0) continue // One of many zeros that are alike.
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(copy, bytes)
    const found = await read(copy).catch((error: Error) => error.message)
    if (JSON.stringify(found) === JSON.stringify(contents)) unseen.push(at)
    bytes[at] = (bytes[at] ?? 0) ^ 1
  }
  expect(unseen).toEqual([])
})

test("a file that is cut anywhere is refused", async () => {
  const file = await write(contents)
  const { length } = readFileSync(file)
  for (let end = 0; end < length; end += 101)
    await expect(read(altered(file, (bytes) => bytes.subarray(0, end)))).rejects.toThrow(
      /is no backup of Tocsin|is cut off|is damaged/,
    )
})

test.each([
  ["in a content", 512 + 3, "is cut off in its entry tocsin-backup.json"],
  ["between entries", 1024, "is cut off after tocsin-backup.json"],
])("a file that is cut %s says where", async (_, end, told) => {
  const file = altered(await write(contents), (bytes) => bytes.subarray(0, end))
  await expect(read(file)).rejects.toMatchObject({
    code: "invalid",
    message: `${file}: ${told}; nothing was restored`,
  })
})

test("what comes after the end is refused", async () => {
  const file = altered(await write(contents), (bytes) => Buffer.concat([bytes, Buffer.alloc(512)]))
  await expect(read(file)).rejects.toThrow("goes on after its end")
})

test.each(["SymbolicLink", "Link", "Directory", "CharacterDevice", "FIFO"] as const)(
  "an entry of the type %s is refused by its name",
  async (type) => {
    const block = Buffer.alloc(512)
    new Header({ path: "files/incidents/x", linkpath: "/etc/passwd", size: 0, type }).encode(block)
    const file = altered(await write([]), (bytes) => Buffer.concat([block, bytes]))
    await expect(read(file)).rejects.toThrow(`its entry files/incidents/x is no file but of the type ${type}`)
  },
)

test.each([
  ["text", () => Buffer.from("hello")],
  ["long text", () => Buffer.alloc(4096, "hello ")],
  ["nothing", () => Buffer.alloc(0)],
])("a file of %s is no backup", async (_, content) => {
  const file = newFile()
  writeFileSync(file, content())
  await expect(read(file)).rejects.toThrow(`${file}: is no backup of Tocsin`)
})

test("an archive that was compressed is no backup", async () => {
  const file = newFile()
  writeFileSync(join(folder, "some"), "text")
  await create({ file, gzip: true, cwd: folder }, ["some"])
  await expect(read(file)).rejects.toThrow("is no backup of Tocsin")
})

test("a file that is not there is told by its name", async () => {
  await expect(read(join(folder, "none.tar"))).rejects.toThrow("none.tar: cannot be read (ENOENT)")
})
