import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { arbitraryIncident } from "./arbitrary.ts"
import { cases } from "./cases.ts"
import { referenceClassify } from "./classify.ts"
import { differences, readResult } from "./compare.ts"
import type { EngineResult } from "./result.ts"
import { writeResult } from "./write-result.ts"

let dir = ""
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "reference-compare-"))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test("what agrees with the reference shows no difference, whatever the incident", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryIncident(), async (incident) => {
      const reference = referenceClassify(incident)
      await writeResult(reference, dir)
      expect(differences(reference, await readResult(dir))).toEqual([])
    }),
    { numRuns: 25 },
  )
})

const BUSY = cases.find((one) => one.name.startsWith("groups:"))

const spoilers: [string, (result: EngineResult) => void, RegExp][] = [
  [
    "a person's grade",
    (result) => Object.assign(result.people[0] ?? {}, { owner_grade: "shown" }),
    /people\[o1\]/,
  ],
  ["a missing person", (result) => result.people.pop(), /expected one row, found 0/],
  [
    "an unexpected person",
    (result) => result.people.push(person(result, "zoe")),
    /people\[zoe\]: not expected/,
  ],
  ["people out of order", (result) => result.people.reverse(), /people: not sorted/],
  ["an exposure's time", (result) => Object.assign(result.exposures[0] ?? {}, { last_at: 1n }), /last_at/],
  ["a missing exposure", (result) => result.exposures.shift(), /exposures\[.*found 0/],
  [
    "evidence of another source",
    (result) => Object.assign(result.evidence[0] ?? {}, { sources: ["x"] }),
    /evidence/,
  ],
  ["evidence twice", (result) => result.evidence.push(...result.evidence.slice(0, 1)), /found 2/],
  ["a row too many", (result) => Object.assign(result.summary.rows, { read: 99 }), /summary\.rows\.read/],
  [
    "a question too many",
    (result) => Object.assign(result.summary.questions, { edge: 1 }),
    /questions\.edge/,
  ],
  ["a reject too many", (result) => Object.assign(result.rejects, { media: 1 }), /rejects\.media/],
]

function person(result: EngineResult, account: string): EngineResult["people"][number] {
  return { ...(result.people[0] as EngineResult["people"][number]), account_id: account }
}

test.each(spoilers)("a difference is named: %s", async (_, spoil, message) => {
  const reference = referenceClassify(BUSY!.incident)
  await writeResult(reference, dir)
  const engine = await readResult(dir)
  spoil(engine)
  expect(differences(reference, engine).join("\n")).toMatch(message)
})
