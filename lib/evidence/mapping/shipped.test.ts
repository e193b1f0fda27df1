import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Engine } from "../../core/engine.ts"
import { sqlFile } from "../../core/sql.ts"
import { DuckDbSession } from "../../platform/engine/duckdb-session.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { loadMapping } from "./load-mapping.ts"
import { testMapping } from "./test-mapping.ts"

const folder = temporaryFolder()
let engine: Engine
beforeAll(async () => {
  engine = await DuckDbSession.open({ threads: 1, memoryMiB: 512, spillFolder: folder })
  await engine.run(sqlFile(new URL("../macros.sql", import.meta.url)))
})
afterAll(() => engine.close())

const shipped = ["built-in", "examples"].flatMap((of) => {
  const place = fileURLToPath(new URL(`./${of}/`, import.meta.url))
  return readdirSync(place).map((name) => `${place}${name}`)
})

test("there are three built-in mappings and three examples or more", () => {
  expect(shipped.filter((path) => path.includes("/built-in/")).length).toBe(3)
  expect(shipped.filter((path) => path.includes("/examples/")).length).toBeGreaterThanOrEqual(3)
})

test.each(shipped.map((path) => ({ path, name: path.split("/").slice(-2).join("/") })))(
  "$name says what it is for, has tests of its own and passes them",
  async ({ path }) => {
    expect(readFileSync(path, "utf8")).toMatch(/^# \S/)
    const loaded = loadMapping(path, "/", "mapping")
    expect(loaded.mapping.tests.length).toBeGreaterThanOrEqual(3)
    await testMapping(engine, loaded)
  },
)
