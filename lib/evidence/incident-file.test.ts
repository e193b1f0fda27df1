import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { stringify } from "yaml"
import { folder, presumption, readWritten, right, source, span } from "../testing/incident-files.ts"
import { readIncidentFile } from "./incident-file.ts"

const names = (files: { name: string }[] | undefined) => files?.map(({ name }) => name)

describe("a right incident file", () => {
  test("is read from JSON as from YAML", () => {
    const { name: _, ...fromYaml } = readWritten(right)
    const { name: __, ...fromJson } = readWritten(right, "json")
    expect(fromJson).toEqual(fromYaml)
    expect(readWritten(`\ufeff${stringify(right)}`).title).toBe("T")
  })

  test("has the contract's defaults", () => {
    expect(readWritten(right)).toMatchObject({
      clock_tolerance: 0n,
      relations: ["stranger", "anonymous", "former_member", "later_owner"],
      gaps: [],
      dismissed_gaps: [],
      presumptions: [],
      sources: [{ viewerless: "unattributed", mapping: { name: "canonical" } }],
    })
  })

  test("may leave out a key by null, at any depth", () => {
    const given = {
      ...right,
      media: null,
      baseline: null,
      gaps: [{ ...span, reason: null, devices: null }],
      relations: null,
    }
    const { baseline, gaps, relations } = readWritten(given)
    expect([baseline, gaps[0]?.devices, relations.length]).toEqual([undefined, undefined, 4])
    expect(readWritten(given).tables.media).toBe(undefined)
  })

  test("needs no access log where there are presumptions", () => {
    expect(readWritten({ ...right, access_log: null, presumptions: [presumption] }).sources).toEqual([])
  })

  test("reads timestamps to the microsecond, in any zone, and bare ones as UTC", () => {
    const at = (from: string) =>
      readWritten({ ...right, window: { from, to: "2024-02-17T00:00:00Z" } }).window.from
    const utc = BigInt(Date.UTC(2024, 1, 16, 13)) * 1000n
    expect(at("2024-02-16T13:00:00Z")).toBe(utc)
    expect(at("2024-02-16t14:30:00.1234569+01:30")).toBe(utc + 123456n)
    expect(at("2024-02-16 13:00:00.000001")).toBe(utc + 1n)
  })

  test.each([
    ["250ms", 250_000n],
    ["0s", 0n],
    ["2s", 2_000_000n],
    ["3m", 180_000_000n],
    ["1h", 3_600_000_000n],
  ])("reads a tolerance of %s", (clock_tolerance, expected) =>
    expect(readWritten({ ...right, clock_tolerance }).clock_tolerance).toBe(expected),
  )

  test.each([
    ["7", "7"],
    ["007", "007"],
    ["12345678901234567890123", "12345678901234567890123"],
    ["-0", "-0"],
    ["+7", "+7"],
    ["1e5", "1e5"],
    ["0x1F", "0x1F"],
    ["0o17", "0o17"],
    ["1.0", "1.0"],
    ["'007'", "007"],
    ["d1", "d1"],
  ])("keeps the identifier %s as it was written", (text, expected) => {
    const devices = `presumptions:\n  - { from: ${span.from}, to: ${span.to}, devices: [${text}], viewers: [${text}], grade: video }\n`
    expect(readWritten(stringify(right) + devices).presumptions).toMatchObject([
      { devices: [expected], viewers: [expected] },
    ])
  })

  test("finds its files beside itself, wherever the process stands", () => {
    const before = process.cwd()
    process.chdir(join(folder, "access"))
    try {
      writeFileSync(join(folder, "relative.yaml"), stringify(right))
      const incident = readIncidentFile("../relative.yaml")
      expect(names(incident.tables.accounts)).toEqual(["a.csv"])
      expect(incident.name).toBe("../relative.yaml")
    } finally {
      process.chdir(before)
    }
  })

  test("reads a file that several globs and links match once, in order of names", () => {
    const files = [
      "access/*.ndjson",
      "access/1.ndjson",
      "./access/../access/2.ndjson",
      join(folder, "access", "1.ndjson"),
    ]
    const [app] = readWritten({ ...right, access_log: { files } }).sources
    expect(names(app?.files)).toEqual(["access/1.ndjson", "access/2.ndjson", "access/[x].ndjson"])
  })

  test("takes a name with the signs of a glob in it for what it is", () => {
    const [app] = readWritten({ ...right, access_log: { files: ["access/[x].ndjson"] } }).sources
    expect(names(app?.files)).toEqual(["access/[x].ndjson"])
  })

  test("finds files at any depth by **", () => {
    const [app] = readWritten({ ...right, access_log: { files: ["access/**/3.ndjson"] } }).sources
    expect(names(app?.files)).toEqual(["access/deep/3.ndjson"])
  })

  test("knows the mapping of a person's own by its path", () => {
    const [app] = readWritten({ ...right, access_log: source("app", { mapping: "./own.yaml" }) }).sources
    expect(app?.mapping).toMatchObject({ name: "./own.yaml", mapping: { time: { path: ["at"] } } })
    expect(app?.mapping.sha256).toMatch(/^[0-9a-f]{64}$/)
  })
})
