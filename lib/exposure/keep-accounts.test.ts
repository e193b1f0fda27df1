import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { literal } from "../core/sql.ts"
import { classifyForConsole } from "../testing/classify-in-process.ts"
import type { Row } from "../testing/reference/model.ts"
import { seededRandom, shuffled } from "../testing/reference/random.ts"
import { street } from "../testing/reference/street.ts"
import { readerFor, resultOf } from "../testing/result-of.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder)
const deadPid = spawnSync(process.execPath, ["--version"]).pid
let roots = 0
const newRoot = () => join(folder, `accounts-${roots++}`)

const rows: Row[] = Array.from({ length: 300 }, (_, index) => ({
  account_id: `a${String(index).padStart(3, "0")}`,
  ...(index % 10 === 0 ? {} : { email: `Person.${index % 40}@Example.org` }),
}))

const incident = (accounts: Row[], log: Row[] = []) => street({ log, tables: { accounts } })
const read = (path: string) => ctx.results("people.view").rows(`SELECT * FROM read_parquet(${literal(path)})`)
const stampsOf = (path: string) =>
  ["by-id.parquet", "by-email.parquet"].map((file) => statSync(join(path, file)).mtimeMs)

describe("the accounts of a result", () => {
  test.each<[string, Row[]]>([
    ["in order", rows],
    ["in no order", shuffled(rows, seededRandom(3))],
  ])("that come %s are kept by id, each once, and by address", async (_, accounts) => {
    const { accountsFolder } = await resultOf(folder, incident(accounts), { accountsRoot: newRoot() })
    const byId = await read(join(accountsFolder, "by-id.parquet"))
    expect(byId.map(({ account_id, email }) => [account_id, email])).toEqual(
      rows.map(({ account_id, email }) => [account_id, email ?? null]),
    )
    const byEmail = await read(join(accountsFolder, "by-email.parquet"))
    const expected = rows
      .flatMap(({ account_id, email }) => (email ? [[String(email).toLowerCase(), account_id]] : []))
      .sort((a, b) => (`${a}` < `${b}` ? -1 : 1))
    expect(byEmail.map(({ email_key, account_id }) => [email_key, account_id])).toEqual(expected)
  })

  test("of several rows each are kept once, with the smallest address, and found by every address", async () => {
    const twice = [
      ...rows,
      ...rows.slice(0, 20).map((row) => ({ ...row, email: "z@example.org", name: "Again" })),
    ]
    const { accountsFolder } = await resultOf(folder, incident(twice), { accountsRoot: newRoot() })
    const byId = await read(join(accountsFolder, "by-id.parquet"))
    expect(byId.map(({ account_id }) => account_id)).toEqual(rows.map(({ account_id }) => account_id))
    expect(byId.slice(0, 2).map(({ email, name }) => [email, name])).toEqual([
      ["z@example.org", "Again"],
      ["Person.1@Example.org", null],
    ])
    const shared = (await read(join(accountsFolder, "by-email.parquet"))).filter(
      ({ email_key }) => email_key === "z@example.org",
    )
    expect(shared.length).toBe(20)
  })

  test("are kept once for all results of the same accounts, and anew for others", async () => {
    const accountsRoot = newRoot()
    const first = await resultOf(folder, incident(rows), { accountsRoot })
    const stamps = stampsOf(first.accountsFolder)
    const second = await resultOf(folder, incident(rows, [{ account_id: "sam" }]), { accountsRoot })
    expect(second.accountsFolder).toBe(first.accountsFolder)
    expect(stampsOf(first.accountsFolder)).toEqual(stamps)
    const third = await resultOf(folder, incident(rows.slice(1)), { accountsRoot })
    expect(third.accountsFolder).not.toBe(first.accountsFolder)
    expect(readdirSync(accountsRoot).length).toBe(2)
  })

  test("are only sorted for the first of such results", async () => {
    const accountsRoot = newRoot()
    const { folder: made } = await resultOf(folder, incident(rows), { accountsRoot })
    const file = join(dirname(made), "incident.yaml")
    const labels = async (root: string) => {
      const seen = new Set<string>()
      const onProgress = ({ label }: { label: string }) => seen.add(label)
      await classifyForConsole(file, join(dirname(made), "again"), root, { onProgress })
      return [...seen]
    }
    expect(await labels(accountsRoot)).not.toContain("Sorting accounts for look-ups")
    expect(await labels(newRoot())).toContain("Sorting accounts for look-ups")
  })

  test("may be kept by several at once", async () => {
    const accountsRoot = newRoot()
    const made = await Promise.all([1, 2, 3].map(() => resultOf(folder, incident(rows), { accountsRoot })))
    expect(new Set(made.map(({ accountsFolder }) => accountsFolder)).size).toBe(1)
    expect(readdirSync(accountsRoot).length).toBe(1)
    expect((await read(join(made[0]?.accountsFolder ?? "", "by-id.parquet"))).length).toBe(rows.length)
  })

  test("are made again where a machine that lost its power left them unwritten", async () => {
    const accountsRoot = newRoot()
    const { accountsFolder } = await resultOf(folder, incident(rows), { accountsRoot })
    truncateSync(join(accountsFolder, "by-email.parquet"), 0)
    await resultOf(folder, incident(rows), { accountsRoot })
    expect(readdirSync(accountsRoot).length).toBe(1)
    expect(readdirSync(accountsFolder).sort()).toEqual(["by-email.parquet", "by-id.parquet"])
    expect((await read(join(accountsFolder, "by-email.parquet"))).length).toBe(270)
  })

  test("take away what killed processes left, and nothing of those at work", async () => {
    const accountsRoot = newRoot()
    for (const pid of [deadPid, process.ppid]) {
      mkdirSync(join(accountsRoot, `.partial-${pid}`, "x"), { recursive: true })
      writeFileSync(join(accountsRoot, `.partial-${pid}`, "x", "by-id.parquet"), "half")
    }
    await resultOf(folder, incident(rows), { accountsRoot })
    expect(existsSync(join(accountsRoot, `.partial-${deadPid}`))).toBe(false)
    expect(existsSync(join(accountsRoot, `.partial-${process.ppid}`, "x"))).toBe(true)
    expect(existsSync(join(accountsRoot, `.partial-${process.pid}`))).toBe(false)
  })

  test("lie in many small pages, none of which overlaps another", async () => {
    const many = Array.from({ length: 80_000 }, (_, index) => ({
      account_id: `a${String((index * 7919) % 80_000).padStart(6, "0")}`,
    }))
    const { accountsFolder } = await resultOf(folder, incident(many), {
      accountsRoot: newRoot(),
      format: "csv",
    })
    const pages = await ctx.results("people.view").rows<{ least: string; most: string }>(`
      SELECT stats_min_value AS least, stats_max_value AS most
      FROM parquet_metadata(${literal(join(accountsFolder, "by-id.parquet"))})
      WHERE path_in_schema = 'account_id' ORDER BY row_group_id`)
    expect(pages.length).toBe(3)
    const bounds = pages.flatMap(({ least, most }) => [least, most])
    expect(bounds).toEqual([...bounds].sort())
  })
})
