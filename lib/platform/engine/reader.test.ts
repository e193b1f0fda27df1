import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { literal } from "../../core/sql.ts"
import { childrenOf, comesTrue } from "../../testing/run-tocsin.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openReader } from "./reader.ts"

const folder = temporaryFolder()
const settings = { engine: { threads: 1, memoryMiB: 512 }, dataFolder: folder }
const reader = openReader(settings)
afterAll(() => reader.close())

const SLOW = "SELECT count(*)::DOUBLE AS n FROM range(400000) a, range(500) b WHERE a.range * b.range % 7 = 1"

describe("a reader", () => {
  test("starts its process with the first question, not before", async () => {
    const before = childrenOf(process.pid)
    const idle = openReader(settings)
    expect(childrenOf(process.pid)).toEqual(before)
    expect(await idle.rows("SELECT 1 AS one")).toEqual([{ one: 1 }])
    expect(childrenOf(process.pid).length).toBe(before.length + 1)
    await idle.close()
    expect(childrenOf(process.pid)).toEqual(before)
  })

  test.each<[string, string | number | boolean | null, string, unknown]>([
    ["text", "kim", "VARCHAR", "kim"],
    ["text that would end a literal", "'; DROP TABLE people; --", "VARCHAR", "'; DROP TABLE people; --"],
    [
      "text with a NUL, a line end and signs beyond the first plane",
      "a\0b\n𝕏\u2028",
      "VARCHAR",
      "a\0b\n𝕏\u2028",
    ],
    ["a whole number", 12, "BIGINT", "12"],
    ["a number", 1.5, "DOUBLE", 1.5],
    ["a truth", true, "BOOLEAN", true],
    ["nothing", null, "VARCHAR", null],
  ])("takes %s as a parameter", async (_, value, type, expected) => {
    const [row] = await reader.rows(`SELECT $value::${type} AS value`, { value })
    expect(row).toEqual({ value: expected })
  })

  test("takes a whole number for whole", async () => {
    const [row] = await reader.rows("SELECT typeof($n) AS type", { n: 3 })
    expect(row).toEqual({ type: "BIGINT" })
  })

  test("answers a quick question while a slow one runs", async () => {
    const ended: string[] = []
    const slow = reader.rows(SLOW).then(() => ended.push("slow"))
    await Promise.all([1, 2, 3].map(() => reader.rows("SELECT 1").then(() => ended.push("quick"))))
    await slow
    expect(ended).toEqual(["quick", "quick", "quick", "slow"])
  })

  test("answers more questions at once than it has connections", async () => {
    const asked = Array.from({ length: 40 }, (_, index) => index)
    const answers = await Promise.all(asked.map((n) => reader.rows("SELECT $n::INTEGER AS n", { n })))
    expect(answers.map(([row]) => row?.n)).toEqual(asked)
  })

  test("gives a wrong statement back to whoever asked, and goes on", async () => {
    await expect(reader.rows("SELECT nothing")).rejects.toThrow(/nothing/)
    expect(await reader.rows("SELECT 1 AS one")).toEqual([{ one: 1 }])
  })

  test("says that files are gone", async () => {
    const gone = `SELECT * FROM read_parquet(${literal(join(folder, "gone.parquet"))})`
    await expect(reader.rows(gone)).rejects.toMatchObject({ code: "unavailable" })
  })

  test("is unavailable to those who wait when its process dies, and starts anew with the next question", async () => {
    const mortal = openReader(settings)
    const before = childrenOf(process.pid)
    await mortal.rows("SELECT 1")
    const [pid = 0] = childrenOf(process.pid).filter((one) => !before.includes(one))
    const waiting = mortal.rows(SLOW)
    process.kill(pid, "SIGKILL")
    await expect(waiting).rejects.toMatchObject({ code: "unavailable" })
    expect(await mortal.rows("SELECT 2 AS two")).toEqual([{ two: 2 }])
    await mortal.close()
    await expect(mortal.rows("SELECT 3")).rejects.toMatchObject({ code: "unavailable" })
    expect(childrenOf(process.pid)).toEqual(before)
  })

  test("leaves no folder for what did not fit in memory", async () => {
    const tidy = openReader({ ...settings, dataFolder: join(folder, "tidy") })
    await tidy.rows("SELECT 1")
    await tidy.close()
    expect(readdirSync(join(folder, "tidy", "spill"))).toEqual([])
  })
})

/** A process that is started plainly, as the web server is: nothing helps it or its children to read TypeScript. */
const PLAIN = `
  const { tsImport } = await import("tsx/esm/api")
  const { openReader } = await tsImport("./reader.ts", ${JSON.stringify(import.meta.url)})
  const reader = openReader(${JSON.stringify({ ...settings, dataFolder: join(folder, "plain") })})
  process.stdout.write(JSON.stringify(await reader.rows("SELECT 42 AS answer")))
  if (process.argv[1] === "abandon") process.kill(process.pid, "SIGKILL")
  await reader.close()`

describe("a reader in a server that was started with plain node", () => {
  const run = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, ["--input-type=module", "--eval", PLAIN, ...args], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    })

  test("reads, whatever options the server has in its environment", () => {
    const { stdout, stderr } = run({ NODE_OPTIONS: "--no-warnings --max-old-space-size=4000" })
    expect([stdout, stderr]).toEqual(['[{"answer":42}]', ""])
  })

  test.skipIf(!existsSync("/proc/self/cmdline"))("ends with the server, however that ends", async () => {
    const { stdout } = run({}, "abandon")
    expect(stdout).toBe('[{"answer":42}]')
    expect(await comesTrue(() => !readdirSync("/proc").some(isOurs), 10_000)).toBe(true)
  })
})

/** Whether a process is an engine that reads with the folder of the plain server. */
function isOurs(pid: string): boolean {
  if (!/^\d+$/.test(pid)) return false
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8")
    return command.includes("duckdb-child") && command.includes(join(folder, "plain"))
  } catch {
    return false // It has ended meanwhile.
  }
}
