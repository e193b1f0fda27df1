import type { Plan } from "./plan.ts"
import { commonTables, incidentOf } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

const window = { from: "2019-03-06T00:00:00Z", to: "2022-01-29T00:00:00Z" }

/** A flaw open for years and no log: every owner of the time is undetermined, nobody is shown to be affected. */
export const planNoLog: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts: 20_000,
    window,
    // Inside the window, so that cameras are bought, resold and shared before, in and up to its end.
    anchor: "2021-12-01T00:00:00Z",
    media: 20,
    rows: 0,
    sessions: "none",
    quietS: 3600,
    ordinary: { former: 0, later: 0, tappedOfEach: 0 },
  }
  await buildWorld(workshop, world)
  await workshop.script("no-log")
  const tables = commonTables(world, "csv")
  const presumption = {
    ...window,
    devices: "all",
    viewers: "none",
    grade: "video",
    reason: "memory cards could be read without signing in; no record was kept",
  }
  return {
    tables,
    publication: {
      incidents: {
        "incident.yaml": incidentOf(world, tables, scenarios["no-log"].title, {
          presumptions: [presumption],
        }),
      },
      truths: { "truth.parquet": "from truth_of('final')" },
      questions: { "truth-questions.json": ["malformed"] },
    },
  }
}
