import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { testConnection } from "../lib/testing/reference/write-parquet.ts"
import { childrenOf, comesTrue, isRunning, runTocsin, startTocsin } from "../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../lib/testing/temporary-folder.ts"

const folder = temporaryFolder()
const incident = join(folder, "incident.yaml")
const ROWS = 300_000
let digest = ""

/** An incident of a few seconds' work: every hundredth viewing is a stranger's. */
beforeAll(async () => {
  const connection = await testConnection()
  const copy = (select: string, name: string, options = "") =>
    connection.run(`copy (${select}) to '${join(folder, name)}' (${options || "header"})`)
  await copy(
    `select 'e' || i as event_id, timestamp '2024-02-16 13:00:00' + to_milliseconds(i * 90) as "at",
       'a' || (hash(i) % 20000 + (i % 100 = 0)::int) as account_id, 'd' || (hash(i) % 20000) as device_id,
       ['shown', 'tapped', 'viewed'][i % 3 + 1] as action from range(${ROWS}) as log(i)`,
    "log.csv.gz",
    "header, compression gzip",
  )
  await copy(
    `select 'd' || i as device_id, 'a' || i as account_id, 'owner' as role, timestamp '2023-01-01' as valid_from
     from range(20001) as owners(i)`,
    "entitlements.csv",
  )
  await copy(
    "select 'a' || i as account_id, 'a' || i || '@example.org' as email from range(20001) as all_accounts(i)",
    "accounts.csv",
  )
  writeFileSync(
    incident,
    `title: Many rows
window: { from: 2024-02-16T13:00:00Z, to: 2024-02-16T21:00:00Z }
access_log: { files: [log.csv.gz] }
entitlements: { files: [entitlements.csv] }
accounts: { files: [accounts.csv] }
`,
  )
  const { status, stdout, stderr } = await runTocsin([
    "classify",
    incident,
    "--out",
    join(folder, "whole"),
    "--json",
  ])
  expect(status).toBe(0)
  expect(stderr).toMatch(/^( *\d+ % {2}\S.*\n)*$/)
  const summary = JSON.parse(stdout)
  expect(summary.rows).toMatchObject({ read: ROWS, malformed: 0 })
  expect(summary.exposures.total).toBeGreaterThan(2_000)
  digest = summary.digest
})

/** A run at work that has come so far, with its engine's process; a run that was too quick to be met is done again. */
async function runUntil(hasCome: (out: string) => boolean) {
  for (;;) {
    const out = join(mkdtempSync(join(folder, "run-")), "result")
    const running = startTocsin(["classify", incident, "--out", out])
    const comes = (condition: () => boolean) => comesTrue(() => condition() || running.hasEnded(), 30_000)
    expect(await comes(() => partialOf(out) !== undefined)).toBe(true)
    const children = childrenOf(running.pid)
    expect(await comes(() => hasCome(out))).toBe(true)
    if (!running.hasEnded()) return { out, running, children }
  }
}

const partialOf = (out: string) =>
  existsSync(out) ? readdirSync(out).find((name) => name.startsWith(".partial-")) : undefined
const holds =
  (name: RegExp, inside = "") =>
  (out: string) => {
    const partial = partialOf(out)
    const place = join(out, partial ?? "", inside)
    return partial !== undefined && existsSync(place) && readdirSync(place).some((one) => name.test(one))
  }

/** Ever later moments of a run, each known by what lies in its partial folder. */
const moments: [string, (out: string) => boolean][] = [
  ["as soon as the partial folder is there", (out) => partialOf(out) !== undefined],
  ["while a table is taken in", holds(/^accounts.*\.framed$/, "work")],
  ["while the log is unpacked", holds(/^access_log.*\.framed$/, "work")],
  ["while the log is taken in", holds(/^access_log.*\.parquet$/, "work")],
  ["while the result is written", holds(/^people\.parquet$/)],
]

describe("a run that is killed", () => {
  test.each(moments)(
    "%s leaves no result and no engine, and the next one into the folder is whole",
    async (_, moment) => {
      const { out, running, children } = await runUntil(moment)
      process.kill(running.pid, "SIGKILL")
      expect(await running.ended).toMatchObject({ status: null, signal: "SIGKILL" })
      expect(readdirSync(out)).not.toContain("summary.json")
      expect(await comesTrue(() => !children.some(isRunning), 1_000)).toBe(true)
      const again = await runTocsin(["classify", incident, "--out", out, "--json"])
      expect([again.status, JSON.parse(again.stdout).digest]).toEqual([0, digest])
      expect(readdirSync(out).length).toBe(5)
    },
  )
})

describe("a run that is stopped", () => {
  test.each(moments)(
    "%s by Ctrl-C leaves nothing, ends at once with status 130 and takes the engine along",
    async (_, moment) => {
      const { out, running, children } = await runUntil(moment)
      process.kill(running.pid, "SIGINT")
      const stoppedAt = Date.now()
      const { status, stdout, stderr } = await running.ended
      expect(Date.now() - stoppedAt).toBeLessThan(1_500)
      expect([status, stdout]).toEqual([130, ""])
      expect(stderr.endsWith("tocsin: stopped; nothing was written\n")).toBe(true)
      expect(existsSync(out)).toBe(false)
      expect(children.some(isRunning)).toBe(false)
    },
  )

  test("by Ctrl-C on a terminal, which the engine's process gets too, leaves nothing either", async () => {
    const { out, running, children } = await runUntil(holds(/^access_log.*\.parquet$/, "work"))
    for (const pid of [...children, running.pid]) process.kill(pid, "SIGINT")
    expect((await running.ended).status).toBe(130)
    expect(existsSync(out)).toBe(false)
  })
})

describe("a run whose engine is killed", () => {
  test.each(moments.slice(2, 4))(
    "%s ends with status 1 and a reason, and leaves nothing",
    async (_, moment) => {
      const { out, running, children } = await runUntil(moment)
      expect(children.length).toBe(1)
      for (const pid of children) process.kill(pid, "SIGKILL")
      const { status, stdout, stderr } = await running.ended
      expect([status, stdout]).toEqual([1, ""])
      expect(stderr).toMatch(/the engine is gone: ended by SIGKILL/)
      expect(existsSync(out)).toBe(false)
    },
  )
})
