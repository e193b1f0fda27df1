import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { folderWith } from "../../testing/evidence-folder.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { confineFolder } from "./confine.ts"
import { listFiles } from "./list-files.ts"

const root = realpathSync(temporaryFolder())

describe("the files of a folder", () => {
  const paths = async (folder: string, confinedTo?: string[]) =>
    (await listFiles(folder, confinedTo ? { confinedTo } : {})).map(({ path }) => path)

  test("are listed at every depth in order of their paths, with size and time, hidden and partial ones left out", async () => {
    const folder = folderWith(root, {
      "b.csv": "12",
      "access/2.ndjson": "",
      "access/1.ndjson": "123",
      ".hidden": "x",
      ".git/config": "x",
      ".tocsin-11111111-0000-0000-0000-000000000000.partial": "x",
    })
    const files = await listFiles(folder)
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ["access/1.ndjson", 3],
      ["access/2.ndjson", 0],
      ["b.csv", 2],
    ])
    expect(files[0]?.modifiedAt).toBeInstanceOf(Date)
  })

  test("may be links within the folder or into another that is open; a circle of them ends", async () => {
    const folder = folderWith(root, { "a/1.csv": "" })
    const other = folderWith(root, { "big.parquet": "" })
    symlinkSync("a/1.csv", join(folder, "one.csv"))
    symlinkSync(folder, join(folder, "a", "again"))
    symlinkSync(other, join(folder, "other"))
    await expect(listFiles(folder)).rejects.toMatchObject({
      code: "invalid",
      message: "other: is a link that leads out of the evidence's folder",
    })
    expect(await paths(folder, [other])).toEqual(["a/1.csv", "one.csv", "other/big.parquet"])
  })

  test.each([
    ["/etc/passwd", "leads out"],
    ["nowhere.csv", "leads nowhere"],
    ["loop.csv", "leads nowhere"],
  ])("are refused where one is a link to %s", async (target, words) => {
    const folder = folderWith(root, {})
    symlinkSync(target, join(folder, "loop.csv"))
    await expect(listFiles(folder)).rejects.toThrow(words)
  })

  test("are at most ten thousand", async () => {
    const folder = folderWith(root, {})
    for (let number = 0; number <= 10_000; number++) writeFileSync(join(folder, `${number}.csv`), "")
    await expect(listFiles(folder)).rejects.toMatchObject({
      code: "limit",
      message: expect.stringMatching("10,000"),
    })
  })

  test("cannot be listed of a folder that is none", async () => {
    await expect(listFiles(join(root, "none"))).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("a folder that a person types", () => {
  const open = mkdtempSync(join(root, "open-"))
  const second = mkdtempSync(join(root, "second-"))
  mkdirSync(join(open, "inc7", "deep"), { recursive: true })
  mkdirSync(`${open}-secret`)
  writeFileSync(join(open, "a.csv"), "")
  symlinkSync(join(open, "inc7"), join(root, "link-in"))
  symlinkSync("/etc", join(open, "link-out"))
  const config = { evidenceFolders: [open, second] }

  test.each([
    [join(open, "inc7"), "inc7"],
    [` ${open}/inc7/deep/.. `, "inc7"],
    ["inc7/deep", "inc7/deep"],
    [open, ""],
    [join(root, "link-in"), "inc7"],
  ])("%s is taken for what it really is", async (typed, real) =>
    expect(await confineFolder(typed, config)).toBe(join(open, real)),
  )

  test.each([
    ["/etc"],
    ["/there/is/no/such/folder"],
    [`${open}-secret`],
    [join(open, "..")],
    ["../.."],
    [join(open, "link-out")],
    ["link-out/ssl"],
    ["/"],
  ])("%s lies outside, and nothing more is told of it", async (typed) => {
    const refused = confineFolder(typed, config)
    await expect(refused).rejects.toMatchObject({ code: "invalid" })
    await expect(refused).rejects.toThrow(
      `${typed} does not lie under ${open} or ${second}, from where Tocsin may read evidence (TOCSIN_EVIDENCE)`,
    )
  })

  test.each([
    [join(open, "none"), /there is no folder/],
    ["none", /there is no folder none$/],
    [join(open, "a.csv"), /is not a folder$/],
    ["", /is not the path of a folder$/],
    ["a\0b", /is not the path of a folder$/],
  ])("%j is no folder", async (typed, words) => expect(confineFolder(typed, config)).rejects.toThrow(words))

  test("is none where no folder is open, and the setting is named", async () => {
    const refused = confineFolder(open, { evidenceFolders: [] })
    await expect(refused).rejects.toMatchObject({
      code: "precondition",
      message: expect.stringMatching("TOCSIN_EVIDENCE"),
    })
  })
})
