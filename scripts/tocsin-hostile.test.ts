import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readIncidentFile } from "../lib/evidence/incident-file.ts"
import { classify as classifyIncident } from "../lib/exposure/classify.ts"
import { countResult } from "../lib/exposure/count.ts"
import { DuckDbSession } from "../lib/platform/engine/duckdb-session.ts"
import { classifyInProcess } from "../lib/testing/classify-in-process.ts"
import { testConnection } from "../lib/testing/reference/write-parquet.ts"
import { classify, evidence, INCIDENT } from "../lib/testing/small-evidence.ts"

const withLog = (file: string) => ({ "incident.yaml": INCIDENT.replace("log.ndjson", file) })

/** Five rows in which sam views kim's camera, with columns more. */
async function parquetLog(path: string, more = "", rows = 5): Promise<void> {
  const connection = await testConnection()
  await connection.run(`copy (select timestamp '2024-02-16 14:00:00' as "at", 'sam' as account_id, 'd1' as device_id,
    'viewed' as action, 'e' || i as event_id ${more} from range(${rows}) t(i)) to '${path}' (format parquet)`)
}

describe("names of files, folders and columns decide nothing", () => {
  test.each(["account_id=kim", "device_id=zz", "at=x"])(
    "a result folder named %s gives the same numbers",
    async (name) => {
      const place = evidence()
      const { rows } = await classifyInProcess(join(place, "incident.yaml"), join(place, name, "result"))
      expect(rows).toMatchObject({ legitimate: 1, misbound: 1, malformed: 1 })
    },
  )

  test("a folder named like a column does not replace the column of a Parquet log", async () => {
    const place = evidence(withLog("account_id=kim/log.parquet"))
    mkdirSync(join(place, "account_id=kim"))
    await parquetLog(join(place, "account_id=kim/log.parquet"))
    const { rows } = await classifyInProcess(join(place, "incident.yaml"), join(place, "result"))
    expect(rows).toMatchObject({ legitimate: 0, misbound: 5 })
  })

  test.each(["file_row_number", "file_index", "filename"])(
    "a Parquet column named %s is refused by name",
    async (name) => {
      const place = evidence(withLog("log.parquet"))
      await parquetLog(join(place, "log.parquet"), `, 0 as ${name}`)
      const run = await classify(place)
      expect(run).toMatchObject({ status: 2, stdout: "" })
      expect(run.stderr).toBe(`tocsin: log.parquet: the column name ${name} is reserved; rename the column\n`)
    },
  )
})

describe("evidence that is not whole or not itself is refused", () => {
  test("a Parquet file whose inside is damaged: status 2, one line with its name, nothing written", async () => {
    const place = evidence(withLog("log.parquet"))
    const path = join(place, "log.parquet")
    await parquetLog(path, ", md5(i::varchar) as user_agent", 20_000)
    const { readFileSync } = await import("node:fs")
    const bytes = readFileSync(path)
    for (let at = 100; at < bytes.length * 0.6; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff
    writeFileSync(path, bytes)
    const run = await classify(place)
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(/^tocsin: log\.parquet: the Parquet file is damaged: .*\n$/)
  })

  test("a file that is replaced during the run stops it", async () => {
    const place = evidence(withLog("log.parquet"))
    await parquetLog(join(place, "log.parquet"))
    await parquetLog(join(place, "other.parquet"))
    const engine = await DuckDbSession.open({ threads: 1, memoryMiB: 512, spillFolder: join(place, "spill") })
    mkdirSync(join(place, "work"))
    const options = { confirmGaps: false, workFolder: join(place, "work"), onProgress: () => {} }
    const classified = await classifyIncident(engine, readIncidentFile(join(place, "incident.yaml")), options)
    renameSync(join(place, "other.parquet"), join(place, "log.parquet"))
    await expect(countResult(engine, classified)).rejects.toThrow("log.parquet: changed while it was read")
    await engine.close()
  })

  test("a link that leads nowhere under a glob is a missing file", async () => {
    const place = evidence({ "incident.yaml": INCIDENT.replace("log.ndjson", '"*.ndjson"') })
    symlinkSync(join(place, "gone"), join(place, "second.ndjson"))
    const run = await classify(place)
    expect(run.status).toBe(2)
    expect(run.stderr).toBe(
      "tocsin: incident.yaml: access_log.files: second.ndjson is a link that leads nowhere\n",
    )
  })

  test("a CSV row of control characters is one malformed row", async () => {
    const row = Buffer.concat([Buffer.from("2024-02-16 14:00:00,sam,d1,"), Buffer.alloc(7 * 1024 * 1024)])
    const place = evidence({
      ...withLog("log.csv"),
      "log.csv": Buffer.concat([
        Buffer.from("at,account_id,device_id,action\n"),
        row,
        Buffer.from("\n2024-02-16 14:00:00,sam,d1,viewed\n"),
      ]),
    })
    const { rows } = await classifyInProcess(join(place, "incident.yaml"), join(place, "result"))
    expect(rows).toMatchObject({ read: 2, malformed: 1, misbound: 1 })
  })
})

describe("text from the evidence steers nothing", () => {
  test("control characters reach neither error line nor summary", async () => {
    const wrong = await classify(evidence({ "incident.yaml": `"\\e]0;x\\a\\rk": 1\n${INCIDENT}` }))
    expect(wrong.status).toBe(2)
    const named = INCIDENT.replace("{ files: [log.ndjson] }", '{ name: "a\\e[2Jb", files: [log.ndjson] }')
    const nameless = '{"at":"2024-02-16T14:00:00Z","device_id":"d1","action":"viewed"}'
    const right = await classify(evidence({ "incident.yaml": named, "log.ndjson": nameless }))
    expect(right.status).toBe(0)
    expect(right.stdout).toContain("unattributed")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(wrong.stderr + right.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })

  test("an identifier with NUL in a presumption is an identifier", async () => {
    const presumption = `presumptions: [{ from: 2024-02-16T14:00:00Z, to: 2024-02-16T15:00:00Z, devices: ["d1\\0", d1], viewers: ["x\\0y"], grade: shown }]\n`
    const place = evidence({ "incident.yaml": INCIDENT + presumption })
    const { accounts } = await classifyInProcess(join(place, "incident.yaml"), join(place, "result"))
    expect(accounts.groups.undetermined).toBe(1)
  })
})

test.each(["/proc/tocsin/result", "/dev/null/result"])(
  "a result folder that cannot be made (%s) is told in one line",
  async (out) => {
    const { runTocsin } = await import("../lib/testing/run-tocsin.ts")
    const run = await runTocsin(["classify", "incident.yaml", "--out", out], { cwd: evidence() })
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(/^tocsin: .* cannot be written \(E[A-Z]+\)\n$/)
  },
)
