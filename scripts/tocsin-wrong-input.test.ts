import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { testConnection } from "../lib/testing/reference/write-parquet.ts"
import { runTocsin } from "../lib/testing/run-tocsin.ts"
import {
  classify,
  evidence,
  FILES,
  smallEvidenceFolder as folder,
  INCIDENT,
  LOG,
  MAPPING,
  withMapping,
} from "../lib/testing/small-evidence.ts"

const archive = gzipSync(LOG)
const parquet = await parquetBytes()

async function parquetBytes(): Promise<Buffer> {
  const path = join(folder, "entitlements.parquet")
  const connection = await testConnection()
  await connection.run(`copy (select 'd1' as device_id, 'kim' as account_id, 'owner' as role,
    timestamp '2023-01-01' as valid_from) to '${path}' (format parquet)`)
  return readFileSync(path)
}

describe("wrong input ends with status 2 and one line that names file and field, before anything is written", () => {
  test.each<[string, Record<string, string | Buffer | null>, RegExp]>([
    ["no incident file", { "incident.yaml": null }, /^incident\.yaml: there is no such file$/],
    ["an incident file that is no YAML", { "incident.yaml": "title: [" }, /^incident\.yaml: is not YAML/],
    [
      "an unknown key",
      { "incident.yaml": `${INCIDENT}windows: 1\n` },
      /^incident\.yaml: windows: is not a known key$/,
    ],
    [
      "a missing file",
      { "accounts.csv": null },
      /^incident\.yaml: accounts\.files: there is no file accounts\.csv$/,
    ],
    [
      "a glob that matches nothing",
      { "incident.yaml": INCIDENT.replace("log.ndjson", "'*.gz'") },
      /^incident\.yaml: access_log\.files: no file matches \*\.gz$/,
    ],
    [
      "an unknown mapping",
      { "incident.yaml": INCIDENT.replace("[log.ndjson]", "[log.ndjson], mapping: cloudtrial") },
      /^incident\.yaml: access_log\.mapping: "cloudtrial" is neither a built-in mapping/,
    ],
    [
      "a truncated archive",
      {
        "incident.yaml": INCIDENT.replace("log.ndjson", "log.ndjson.gz"),
        "log.ndjson.gz": archive.subarray(0, 40),
      },
      /^log\.ndjson\.gz: the gzip archive is truncated$/,
    ],
    [
      "a damaged archive",
      {
        "incident.yaml": INCIDENT.replace("log.ndjson", "log.ndjson.gz"),
        "log.ndjson.gz": Buffer.concat([archive.subarray(0, -8), Buffer.alloc(8)]),
      },
      /^log\.ndjson\.gz: the gzip archive is damaged/,
    ],
    [
      "a Parquet file named .csv",
      { "entitlements.csv": parquet },
      /^entitlements\.csv: is not what its name says: its content is Parquet$/,
    ],
    [
      "a text named .parquet",
      {
        "incident.yaml": INCIDENT.replace("entitlements.csv", "e.parquet"),
        "e.parquet": FILES["entitlements.csv"],
      },
      /^e\.parquet: is not what its name says: not a Parquet file$/,
    ],
    [
      "a truncated Parquet file",
      {
        "incident.yaml": INCIDENT.replace("entitlements.csv", "e.parquet"),
        "e.parquet": parquet.subarray(0, -20),
      },
      /^e\.parquet: the Parquet file is truncated$/,
    ],
    [
      "a Parquet file with a damaged footer",
      {
        "incident.yaml": INCIDENT.replace("entitlements.csv", "e.parquet"),
        "e.parquet": Buffer.concat([parquet.subarray(0, 60), Buffer.alloc(40, 1), parquet.subarray(-8)]),
      },
      /^e\.parquet: the Parquet file is damaged/,
    ],
    [
      "an empty Parquet file",
      { "incident.yaml": INCIDENT.replace("entitlements.csv", "e.parquet"), "e.parquet": "" },
      /^e\.parquet: is not what its name says/,
    ],
    [
      "a JSON document that is no array",
      { "incident.yaml": INCIDENT.replace("accounts.csv", "a.json"), "a.json": '{"account_id":"kim"}' },
      /^a\.json: is not what its name says: there is no array of records/,
    ],
    [
      "a name that says no format",
      { "incident.yaml": INCIDENT.replace("accounts.csv", "a.txt"), "a.txt": "account_id\n" },
      /^a\.txt: its name says no format/,
    ],
    ["an empty CSV file", { "accounts.csv": "" }, /^accounts\.csv: is not CSV: it has no header line$/],
    [
      "a CSV header with a column twice",
      { "accounts.csv": "account_id,email,email\n" },
      /^accounts\.csv: its header names email twice$/,
    ],
    [
      "a mapping that is not there",
      { ...withMapping(""), "own.yaml": null },
      /^\.\/own\.yaml: there is no such file$/,
    ],
    [
      "a mapping with an unknown key",
      withMapping(`${MAPPING}rules: [{ otherwise: ignore }]\nregex: x\n`),
      /^\.\/own\.yaml: regex: is not a known key$/,
    ],
    [
      "a mapping with look-around",
      withMapping(
        "time: { path: at }\nfields: { media_id: { path: k, extract: '(?<=a)(?<value>b)' } }\nrules: []\n",
      ),
      /^\.\/own\.yaml: fields\.media_id\.extract: /,
    ],
    [
      "a mapping whose test fails",
      withMapping(`${MAPPING}rules: [{ when: {}, action: viewed }]
tests: [{ record: { at: 2024-02-16T14:00:00Z, account_id: kim, device_id: d1 }, event: { account_id: lee } }]\n`),
      /^\.\/own\.yaml: tests\[0\]: account_id is "kim", "lee" is expected$/,
    ],
    [
      "no zone of the world",
      withMapping("time: { path: at, zone: Mars/Olympus }\nrules: []\n"),
      /^\.\/own\.yaml: time\.zone: /,
    ],
  ])("%s", async (_, changes, message) => {
    const place = evidence(changes)
    const before = readdirSync(place).sort()
    const { status, stdout, stderr } = await classify(place)
    const lines = stderr.split("\n").filter((line) => !/^ *\d+ % {2}/.test(line))
    expect(lines.length).toBe(2)
    expect(lines[0]?.replace(/^tocsin: /, "")).toMatch(message)
    expect([status, stdout, lines[1]]).toEqual([2, "", ""])
    expect(readdirSync(place).sort()).toEqual(before)
  })

  test("a folder that was there and empty stays so, parents that were not are not made", async () => {
    const place = evidence({ "accounts.csv": "" })
    mkdirSync(join(place, "result"))
    expect(await classify(place)).toMatchObject({ status: 2 })
    expect(readdirSync(join(place, "result"))).toEqual([])
    const deep = await runTocsin(["classify", "incident.yaml", "--out", "a/b/c"], { cwd: place })
    expect(deep.status).toBe(2)
    expect(existsSync(join(place, "a"))).toBe(false)
  })

  test.each<[string, string[], Record<string, string>, RegExp]>([
    [
      "an engine that is not there",
      ["--engine", "trino"],
      {},
      /--engine: trino is not an engine of this version/,
    ],
    ["an engine setting of no sense", [], { TOCSIN_ENGINE_THREADS: "many" }, /TOCSIN_ENGINE_THREADS: "many"/],
    ["an option that is not known", ["--fast"], {}, /unknown option '--fast'/],
    ["an argument too many", ["other.yaml"], {}, /too many arguments/],
  ])("%s", async (_, args, env, message) => {
    const place = evidence()
    const { status, stdout, stderr } = await runTocsin(
      ["classify", "incident.yaml", "--out", "result", ...args],
      {
        cwd: place,
        env,
      },
    )
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split("\n").length).toBe(1)
    expect(existsSync(join(place, "result"))).toBe(false)
  })
})
