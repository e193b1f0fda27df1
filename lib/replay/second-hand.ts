import type { Plan } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

const window = { from: "2024-03-09T08:00:00Z", to: "2024-03-09T20:00:00Z" }

/** Resold cameras and former members; each boundary of the rules is a household of its own, five times over. */
export const planSecondHand: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts: 8_000,
    window,
    baseline: { from: "2024-03-02T08:00:00Z", to: "2024-03-02T20:00:00Z" },
    media: 20_000,
    rows: rowsAt(options.scale ?? 1, 40_000),
    sessions: "none",
    quietS: 40_000,
    ordinary: { former: 40, later: 40, tappedOfEach: 5 },
  }
  await buildWorld(workshop, world)
  await workshop.setVariables({ households: 5 })
  await workshop.script("second-hand")
  await workshop.script("second-hand-households")
  const tables = commonTables(world, "csv")
  const incident = incidentOf(world, tables, scenarios["second-hand"].title, {
    access_log: [
      { name: "app", files: ["access/*.ndjson.gz"] },
      // Links that anybody may open: whoever comes without a name is an anonymous viewer.
      { name: "links", files: ["links/*.ndjson"], viewerless: "exposure" },
    ],
    clock_tolerance: "2s",
  })
  return {
    tables,
    publication: {
      incidents: { "incident.yaml": incident },
      truths: { "truth.parquet": "from truth_of('final')" },
      questions: { "truth-questions.json": questionsOnLog("unresolved", "edge", "account_cells") },
      extraTables: [{ path: "links/part-001.ndjson", select: "from log_lines('links', 0, 1)" }],
    },
  }
}
