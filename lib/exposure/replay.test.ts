import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { type ReplayOptions, replay, type ScenarioName } from "../replay/replay.ts"
import { classifyInProcess } from "../testing/classify-in-process.ts"
import { testConnection } from "../testing/reference/write-parquet.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import type { Summary } from "./summary.ts"

const folder = temporaryFolder()
const gradeColumns = ["owner_grade", "viewer_grade", "owner_grade_upper", "viewer_grade_upper"] as const
const GENERATION_MS_MAX = 300_000

interface Replayed {
  scenario: ScenarioName
  options?: Partial<ReplayOptions>
  /** Incident files with the endings of their truth's files. */
  statements: [incident: string, ending: string][]
}

const replays: Replayed[] = [
  {
    scenario: "friday",
    options: { accounts: 150_000, scale: 0.01 },
    statements: [
      ["incident.yaml", ""],
      ["incident-late.yaml", "-late"],
    ],
  },
  { scenario: "web-viewer", statements: [["incident.yaml", ""]] },
  {
    scenario: "revised-down",
    statements: [
      ["incident.yaml", ""],
      ["incident-first.yaml", "-first"],
    ],
  },
  { scenario: "second-hand", statements: [["incident.yaml", ""]] },
  { scenario: "lying-log", statements: [["incident.yaml", ""]] },
  {
    scenario: "session-swap",
    statements: [
      ["incident.yaml", ""],
      ["incident-without-sessions.yaml", "-without-sessions"],
    ],
  },
  { scenario: "no-log", statements: [["incident.yaml", ""]] },
]

/** How many accounts the truth names for a grade of a side, how many were found, and how many of these are true. */
async function found(truth: string, people: string, column: string) {
  const connection = await testConnection()
  const graded = (path: string) => `select account_id, ${column} from '${path}' where ${column} is not null`
  const reader = await connection.runAndReadAll(`
    select (select count(*)::int from (${graded(truth)})) as true_ones, (select count(*)::int from (${graded(people)})) as found_ones,
      (select count(*)::int from (${graded(truth)} intersect ${graded(people)})) as agreed`)
  return reader.getRowObjectsJS()[0] as { true_ones: number; found_ones: number; agreed: number }
}

describe.each(replays)("$scenario", ({ scenario, options, statements }) => {
  const out = join(folder, scenario)
  beforeAll(() => replay(scenario, { out, ...options }).then(() => undefined), GENERATION_MS_MAX)

  describe.each(statements)("%s", (incident, ending) => {
    const result = join(out, `result${ending}`)
    let summary: Summary
    beforeAll(async () => {
      summary = await classifyInProcess(join(out, incident), result)
    }, GENERATION_MS_MAX)

    test.each(gradeColumns)("%s: everybody of the truth is found, and nobody else", async (column) => {
      const { true_ones, found_ones, agreed } = await found(
        join(out, `truth${ending}.parquet`),
        join(result, "people.parquet"),
        column,
      )
      expect({ precision: share(agreed, found_ones), recall: share(agreed, true_ones) }).toEqual({
        precision: 1,
        recall: 1,
      })
    })

    test("every question that the evidence deserves is open", () => {
      const { codes } = JSON.parse(readFileSync(join(out, `truth-questions${ending}.json`), "utf8"))
      expect(summary.questions.map(({ code }) => code)).toEqual(expect.arrayContaining(codes))
    })

    if (scenario === "friday" && ending === "")
      test("has the published numbers of viewers", () => {
        const { total, tapped, video } = summary.viewers
        expect([total, tapped + video, video]).toEqual([13_000, 1_504, 118])
      })
  })
})

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}
