import type { Plan } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

const window = { from: "2021-05-27T10:25:00Z", to: "2021-05-27T10:56:00Z" }
/** Owners are exactly the first 80 % of accounts: 90,000. */
const accounts = 112_500
const bound = { owners: 5_000, viewers: 4_500, viewsInLog: 300 }

/** First everybody who owned a camera is presumed exposed (90,000), then 5,000 cameras and 4,500 viewers (9,500). */
export const planRevisedDown: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts,
    window,
    baseline: { from: "2021-05-20T06:00:00Z", to: "2021-05-20T14:00:00Z" },
    media: 40_000,
    rows: rowsAt(options.scale ?? 1, 60_000),
    sessions: "planted",
    quietS: 1800,
    // None in the window: 9,500 and 90,000 are to be exact.
    ordinary: { former: 0, later: 0, tappedOfEach: 0 },
  }
  await buildWorld(workshop, world)
  await workshop.setVariables({
    owners_bound: bound.owners,
    viewers_bound: bound.viewers,
    views_in_log: bound.viewsInLog,
  })
  await workshop.script("revised-down")
  const devices = (await workshop.rows("select device_id from bound_camera order by n")).map(
    (row) => row.device_id,
  )
  const tables = commonTables(world, "csv")
  const title = scenarios["revised-down"].title
  const first = {
    ...window,
    devices: "all",
    viewers: "sessions",
    grade: "video",
    reason: "user data were mixed up for 31 minutes; which cameras is not known yet",
  }
  const revised = { ...first, devices, reason: "the servers that mixed up data held these cameras only" }
  return {
    tables,
    publication: {
      incidents: {
        "incident.yaml": incidentOf(world, tables, title, { presumptions: [revised] }),
        "incident-first.yaml": incidentOf(world, tables, `${title} (first statement)`, {
          presumptions: [first],
        }),
      },
      truths: {
        "truth.parquet": "from truth_of('final')",
        "truth-first.parquet": "from truth_of('first')",
      },
      questions: {
        "truth-questions.json": questionsOnLog(),
        "truth-questions-first.json": questionsOnLog(),
      },
    },
  }
}
