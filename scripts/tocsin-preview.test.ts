import { readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { runTocsin } from "../lib/testing/run-tocsin.ts"
import { evidence, FILES, MAPPING, withMapping } from "../lib/testing/small-evidence.ts"

describe("tocsin preview", () => {
  const mapping = `${MAPPING}rules: [{ when: { event_id: e9 }, action: ignore }, { when: {}, action: viewed }]\n`
  const log = [
    ...Array.from(
      { length: 24 },
      (_, n) => `{"event_id":"x","at":"2024-02-16T14:00:${String(n + 10)}Z","device_id":"d${n}"}`,
    ),
    '{"event_id":"e9","at":"no time"}',
    '{"event_id":"x","at":"no time","device_id":"d1"}',
    "not JSON",
  ].join("\n")

  test("prints the first events and rejects, the shares of what is missing, and that a mapping has no tests", async () => {
    const place = evidence({ ...withMapping(mapping), "log.ndjson": log })
    const { status, stdout, stderr } = await runTocsin(["preview", "incident.yaml"], { cwd: place })
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toContain("the first 27 records of its first file")
    expect(stdout).toContain("24 access events, 1 ignored, 2 malformed")
    expect(stdout).toContain("100.0 % name no viewer, 0.0 % no device, 100.0 % no media")
    expect(stdout).toContain("Warning: this mapping has no tests")
    expect(stdout.match(/ d\d+ /g)).toEqual(Array.from({ length: 20 }, (_, n) => ` d${n} `))
    expect(stdout).toMatch(/First rejects[\s\S]*26 +at: no time cannot be read[\s\S]*27 +not JSON/)
    expect(readdirSync(place).sort()).toEqual([...Object.keys(FILES), "own.yaml"].sort())
  })

  test("says nothing of tests where the mapping has some, and prints JSON on demand", async () => {
    const place = evidence()
    const { status, stdout } = await runTocsin(["preview", "incident.yaml", "--json"], { cwd: place })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([
      { source: "access_log", mapping: "canonical", isUntested: false, records: 3, taken: 2, malformed: 1 },
    ])
  })

  test("stops at a failing test with status 2", async () => {
    const place = evidence(withMapping(`${mapping}tests: [{ record: {}, event: ignore }]\n`))
    const { status, stdout, stderr } = await runTocsin(["preview", "incident.yaml"], { cwd: place })
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(/^tocsin: \.\/own\.yaml: tests\[0\]: the record meets reject[^\n]*\n$/)
  })
})
