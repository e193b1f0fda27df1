import type { Plan } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

const window = { from: "2021-03-08T10:03:00Z", to: "2021-03-08T12:03:00Z" }
const pairsSwapped = 600

/** The log names the camera's owner, the identity provider somebody else; without its table the log looks clean. */
export const planSessionSwap: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts: 40_000,
    window,
    baseline: { from: "2021-03-01T08:00:00Z", to: "2021-03-01T16:00:00Z" },
    media: 30_000,
    rows: rowsAt(options.scale ?? 1, 50_000),
    sessions: "seen",
    reloginAt: window.to,
    quietS: 7200,
    // None in the window: without the sessions table nobody may have a grade.
    ordinary: { former: 0, later: 0, tappedOfEach: 0 },
  }
  await buildWorld(workshop, world)
  await workshop.setVariables({ pairs_swapped: pairsSwapped })
  await workshop.script("session-swap")
  const tables = commonTables(world, "csv")
  const title = scenarios["session-swap"].title
  const blind = incidentOf(world, tables, `${title} (without the sessions table)`, { sessions: undefined })
  return {
    tables,
    publication: {
      incidents: {
        "incident.yaml": incidentOf(world, tables, title),
        "incident-without-sessions.yaml": blind,
      },
      truths: {
        "truth.parquet": "from truth_of('final')",
        "truth-without-sessions.parquet": "from truth_of('without-sessions')",
      },
      questions: {
        "truth-questions.json": questionsOnLog("shared_session", "viewer_conflicts"),
        "truth-questions-without-sessions.json": questionsOnLog("shared_session", "report_not_found"),
      },
    },
  }
}
