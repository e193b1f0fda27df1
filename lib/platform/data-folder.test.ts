import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { prepareDataFolder } from "./data-folder.ts"

const root = temporaryFolder()

test("what lies in it about people, no other user of the machine can look into", () => {
  const folder = join(root, "new", "data")
  prepareDataFolder(folder)
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o077])
  expect(modes).toEqual([
    ["incidents", 0],
    ["secrets", 0],
    ["sink", 0],
    ["spill", 0],
  ])
})

test("what a killed process had spilled is removed when nobody can need it any more", () => {
  const folder = join(root, "spilled")
  for (const name of ["old", "new"]) mkdirSync(join(folder, "spill", name), { recursive: true })
  const aMonthAgo = Date.now() / 1000 - 30 * 24 * 3_600
  utimesSync(join(folder, "spill", "old"), aMonthAgo, aMonthAgo)
  prepareDataFolder(folder)
  expect(readdirSync(join(folder, "spill"))).toEqual(["new"])
})

test.each([
  ["is a file", "file", "is not a folder"],
  ["lies below a file", "file/data", "is not a folder"],
])("a data folder that %s is refused in the words of its setting", (_, name, problem) => {
  writeFileSync(join(root, "file"), "")
  const folder = join(root, name)
  expect(() => prepareDataFolder(folder)).toThrow(`TOCSIN_DATA: ${folder} ${problem}; name another folder`)
})

test.skipIf(process.getuid?.() === 0)("a data folder that may not be written is refused", () => {
  const folder = join(root, "read-only")
  mkdirSync(folder, { mode: 0o500 })
  expect(() => prepareDataFolder(folder)).toThrow(/TOCSIN_DATA: .* cannot be written \(EACCES\)/)
})
