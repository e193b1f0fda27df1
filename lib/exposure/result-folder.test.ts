import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { ResultFolder, resultFiles } from "./result-folder.ts"

const root = temporaryFolder()
const deadPid = spawnSync(process.execPath, ["--version"]).pid
let made = 0

/** A folder with these files and folders (names that end in a slash) in it. */
function holding(...names: string[]): string {
  const folder = join(root, String(made++))
  for (const name of names) mkdirSync(join(folder, name.endsWith("/") ? name : "."), { recursive: true })
  for (const name of names.filter((one) => !one.endsWith("/"))) writeFileSync(join(folder, name), "old")
  return folder
}

function finish(path: string, force = false): void {
  const folder = new ResultFolder(path, force)
  folder.open()
  for (const file of resultFiles) writeFileSync(folder.place(file), "new")
  folder.commit()
}

describe("a result folder", () => {
  test("holds the five files when it is done, and nothing of the making", () => {
    const path = holding()
    finish(path)
    expect(readdirSync(path).sort()).toEqual([...resultFiles].sort())
  })

  test.each<[string, string[]]>([
    ["a killed run's partial folder", [`.partial-${deadPid}/work/`]],
    [
      "a run killed while its files took their places",
      [`.partial-${deadPid}/`, "people.parquet", "exposures.parquet"],
    ],
  ])("takes a folder with %s for empty, and cleans it up", (_, names) => {
    const path = holding(...names)
    finish(path)
    expect(readdirSync(path).sort()).toEqual([...resultFiles].sort())
  })

  test.each<[string, string[]]>([
    ["a whole result", ["people.parquet", "summary.json"]],
    ["a whole result beside a killed run", [`.partial-${deadPid}/`, "people.parquet", "summary.json"]],
    ["a file of a result, by whomever", ["people.parquet"]],
    ["another's file beside a killed run", [`.partial-${deadPid}/`, "notes.txt"]],
    ["a run that is still at work", [`.partial-${process.ppid}/`]],
  ])("is refused over %s", (_, names) => {
    const path = holding(...names)
    expect(() => new ResultFolder(path, false)).toThrow(/is not empty/)
    expect(readdirSync(path).length).toBe(new Set(names.map((name) => name.split("/")[0])).size)
  })

  test("with force never takes the place of a folder", () => {
    expect(() => new ResultFolder(holding("summary.json/"), true)).toThrow(/summary\.json is a folder/)
  })

  test("that is discarded leaves what was there and no folder that it made", () => {
    const path = holding()
    const deep = new ResultFolder(join(path, "a", "b"), false)
    deep.open()
    deep.discard()
    expect(existsSync(path)).toBe(false)
    const kept = holding("notes.txt")
    const forced = new ResultFolder(join(kept, "result"), false)
    forced.open()
    forced.discard()
    expect(readdirSync(kept)).toEqual(["notes.txt"])
  })
})
