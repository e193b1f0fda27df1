import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { DuckDBInstance } from "@duckdb/node-api"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { type ReplayOptions, replay, type ScenarioName, scenarioNames } from "./replay.ts"
import { scenarios } from "./scenarios.ts"

const root = mkdtempSync(join(tmpdir(), "tocsin-replay-"))
const database = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" })
const connection = await database.connect()

afterAll(() => {
  connection.closeSync()
  database.closeSync()
  rmSync(root, { recursive: true, force: true })
})

async function replayed(name: ScenarioName, folder: string, options: Partial<ReplayOptions> = {}) {
  const out = join(root, folder)
  await replay(name, { out, ...options })
  return out
}

async function firstRow(sql: string): Promise<Record<string, unknown>> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson()[0] as Record<string, unknown>
}

function gradesOf(path: string) {
  const counts = ["owner", "viewer"].flatMap((side) => [
    ...["shown", "tapped", "video"].map(
      (grade) => `count(*) filter (${side}_grade = '${grade}')::int as ${side}_${grade}`,
    ),
    `count(${side}_grade_upper)::int as ${side}_upper`,
  ])
  return firstRow(
    `select ${counts.join(", ")}, count(*)::int as people, count(distinct account_id)::int as accounts from '${path}'`,
  )
}

/** The lines of the log in one order that does not depend on files. */
function linesOf(out: string): string[] {
  const folder = join(out, "access")
  const texts = readdirSync(folder).map((file) =>
    gunzipSync(readFileSync(join(folder, file))).toString("utf8"),
  )
  return texts.flatMap((text) => text.split("\n")).sort()
}

function parsedYaml(out: string, file = "incident.yaml") {
  return parse(readFileSync(join(out, file), "utf8"))
}

describe("friday in a small world", () => {
  let out = ""
  beforeAll(async () => {
    out = await replayed("friday", "friday", { accounts: 100_000, scale: 0.002 })
  }, 60_000)

  test("plants the published numbers of viewers, and both sides just under a quarter of a percent of ten million", async () => {
    expect(await gradesOf(join(out, "truth.parquet"))).toEqual({
      owner_shown: 10_291,
      owner_tapped: 1_317,
      owner_video: 112,
      owner_upper: 11_720,
      viewer_shown: 11_496,
      viewer_tapped: 1_386,
      viewer_video: 118,
      viewer_upper: 13_000,
      people: 24_700,
      accounts: 24_700,
    })
  })

  test("what arrives late moves 300 people up and 90 back, and says nothing of anybody else", async () => {
    const rank = (alias: string) =>
      `case ${alias}.owner_grade when 'video' then 4 when 'tapped' then 3 when 'shown' then 2
        else if(${alias}.viewer_grade is null, 0, 1) end`
    const moved = await firstRow(
      `with moved as (
        select coalesce(f.account_id, l.account_id) as account_id, ${rank("f")} as before, ${rank("l")} as after
        from '${out}/truth.parquet' f full join '${out}/truth-late.parquet' l on l.account_id = f.account_id)
       select count(*) filter (after > before)::int as up, count(*) filter (after < before)::int as back,
        count(*) filter (before = 0)::int as new, count(*) filter (after = 0)::int as cleared,
        count(*) filter (after < before and account_id in (select account_id from '${out}/reports.csv'))::int as refuted from moved`,
    )
    expect(moved).toEqual({ up: 300, back: 90, new: 150, cleared: 65, refuted: 0 })
    const late = gunzipSync(readFileSync(join(out, "late/access-001.ndjson.gz"))).toString("utf8")
    expect(late.trim().split("\n").length).toBeGreaterThanOrEqual(225)
  })

  test("lists every account once, and everybody of the truth among them", async () => {
    const { rows, distinct_accounts, unlisted } = await firstRow(
      `select count(*)::int as rows, count(distinct account_id)::int as distinct_accounts,
        (select count(*)::int from '${out}/truth.parquet' where account_id not in (select account_id from '${out}/accounts.parquet')) as unlisted
       from '${out}/accounts.parquet'`,
    )
    expect([rows, distinct_accounts, unlisted]).toEqual([100_000, 100_000, 0])
  })

  test("every reporter is a viewer", async () => {
    const { lost } = await firstRow(
      `select count(*)::int as lost from '${out}/reports.csv' where account_id not in (select account_id from '${out}/truth.parquet' where viewer_grade is not null)`,
    )
    expect(lost).toBe(0)
  })

  test("leaves no minute of the window without an event and no line that the plan did not mean", () => {
    const lines = linesOf(out)
    const readable = lines.filter((line) => line.startsWith('{"at":"2024-02-16') && line.endsWith("}"))
    const minutes = new Set(readable.map((line) => line.slice(7, 23)))
    expect(minutes.size).toBeGreaterThanOrEqual(8 * 60)
    const broken = lines.filter(
      (line) => line !== "" && !(line.startsWith('{"at":"20') && line.endsWith("}")),
    )
    expect(broken.length).toBeGreaterThan(10)
    expect(broken.length).toBeLessThan(lines.length / 500)
  })

  test("repeats about one row in a hundred", () => {
    const lines = linesOf(out)
    const repeated = lines.length - new Set(lines).size
    expect(repeated / lines.length).toBeGreaterThan(0.005)
    expect(repeated / lines.length).toBeLessThan(0.02)
  })

  test("declares neither gap nor presumption and leaves no spill folder", () => {
    expect(Object.keys(parsedYaml(out)).filter((key) => /gaps|presumptions/.test(key))).toEqual([])
    expect(existsSync(join(out, ".replay-spill"))).toBe(false)
  })

  test("refuses a world too small for its numbers, and then leaves no incident file", async () => {
    await expect(replayed("friday", "tiny", { accounts: 50_000 })).rejects.toThrow(RangeError)
    expect(existsSync(join(root, "tiny", "incident.yaml"))).toBe(false)
  })
})

describe("a seed", () => {
  test("gives the same bytes of truth and the same lines again; another gives other people", async () => {
    const [one, again, other] = await Promise.all([
      replayed("second-hand", "seed-1", { seed: 1, scale: 0.1 }),
      replayed("second-hand", "seed-1-again", { seed: 1, scale: 0.1 }),
      replayed("second-hand", "seed-2", { seed: 2, scale: 0.1 }),
    ])
    const truth = (out: string) => readFileSync(join(out, "truth.parquet"))
    expect(truth(again).equals(truth(one))).toBe(true)
    expect(linesOf(again)).toEqual(linesOf(one))
    expect(truth(other).equals(truth(one))).toBe(false)
    expect(linesOf(other)).not.toEqual(linesOf(one))
  }, 60_000)
})

describe("the other scenarios", () => {
  test.each(scenarioNames)("%s says what was published and what is invented", (name) => {
    expect(scenarios[name].published.length).toBeGreaterThan(10)
    expect(scenarios[name].invented.length).toBeGreaterThan(10)
  })

  test("web-viewer: ten owners and 2,300 people with a session, by their upper grade only", async () => {
    const out = await replayed("web-viewer", "web-viewer", { scale: 0.1 })
    const { owners, viewers } = await firstRow(
      `select count(*) filter (owner_grade_upper = 'video' and owner_grade is null)::int as owners,
        count(*) filter (viewer_grade_upper = 'video' and viewer_grade is null)::int as viewers from '${out}/truth.parquet'`,
    )
    expect([owners, viewers]).toEqual([10, 2_300])
    expect(parsedYaml(out).presumptions[0].devices).toHaveLength(10)
  }, 30_000)

  test("revised-down: 90,000 at first, 9,500 in the end, the same people shown by the log", async () => {
    const out = await replayed("revised-down", "revised-down", { scale: 0.1 })
    const first = await gradesOf(join(out, "truth-first.parquet"))
    const final = await gradesOf(join(out, "truth.parquet"))
    expect([first.people, final.people]).toEqual([90_000, 9_500])
    expect([first.owner_shown, first.viewer_video]).toEqual([final.owner_shown, final.viewer_video])
  }, 30_000)

  test("session-swap: 600 on each side, and nobody without the sessions table", async () => {
    const out = await replayed("session-swap", "session-swap", { scale: 0.1 })
    expect(await gradesOf(join(out, "truth.parquet"))).toMatchObject({ owner_upper: 600, viewer_upper: 600 })
    expect(await gradesOf(join(out, "truth-without-sessions.parquet"))).toMatchObject({ people: 0 })
    expect(parsedYaml(out, "incident-without-sessions.yaml").sessions).toBeUndefined()
  }, 30_000)

  test("lying-log: the unlisted service is a viewer, no line is left of the lost stretch, five questions are due", async () => {
    const out = await replayed("lying-log", "lying-log", { scale: 0.1 })
    const { grade } = await firstRow(
      `select viewer_grade as grade from '${out}/truth.parquet' where account_id = 'svc-clip-render'`,
    )
    expect(grade).toBe("shown")
    expect(linesOf(out).filter((line) => /^\{"at":"2024-05-14T14:3[1-9].*Z"/.test(line))).toEqual([])
    const { codes } = JSON.parse(readFileSync(join(out, "truth-questions.json"), "utf8"))
    for (const code of ["unattributed", "suspected_gap", "edge", "busy_viewer", "unresolved"])
      expect(codes).toContain(code)
    expect(parse(readFileSync(join(out, "cdn.yaml"), "utf8")).source).toBe("cdn")
  }, 30_000)

  test("no-log: every owner of the time is undetermined, nobody shown", async () => {
    const out = await replayed("no-log", "no-log")
    const grades = await gradesOf(join(out, "truth.parquet"))
    expect(grades).toMatchObject({ owner_shown: 0, owner_video: 0, viewer_upper: 0 })
    expect(Number(grades.owner_upper)).toBeGreaterThanOrEqual(16_000)
    expect(parsedYaml(out).access_log).toBeUndefined()
  }, 30_000)

  test("second-hand: each boundary has its household; a member invited later has no grade, a removed one has", async () => {
    const out = await replayed("second-hand", "second-hand", { scale: 0.1 })
    const { invited, removed, undetermined } = await firstRow(
      `select count(*) filter (account_id like 'h-invited-later-%')::int as invited,
        count(*) filter (account_id like 'h-removed-_-M' and viewer_grade = 'video')::int as removed,
        count(*) filter (viewer_grade is null and viewer_grade_upper = 'tapped')::int as undetermined from '${out}/truth.parquet'`,
    )
    expect([invited, removed, undetermined]).toEqual([0, 5, 5])
  }, 30_000)
})
