import type { Plan } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

const window = { from: "2023-09-08T16:00:00Z", to: "2023-09-08T16:40:00Z" }
/** Wider than the window on purpose: only the part inside the window may count. */
const presumed = { from: "2023-09-08T15:50:00Z", to: "2023-09-08T16:50:00Z" }
const camerasExposed = 10
const peopleSignedIn = 2_300

/** Ten cameras and 2,300 sessions, no record of views; beside it the log of the mobile app with its ordinary day. */
export const planWebViewer: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts: 30_000,
    window,
    baseline: { from: "2023-09-01T10:00:00Z", to: "2023-09-01T18:00:00Z" },
    media: 30_000,
    rows: rowsAt(options.scale ?? 1, 40_000),
    sessions: "planted",
    quietS: 2400,
    ordinary: { former: 3, later: 0, tappedOfEach: 0 },
  }
  await buildWorld(workshop, world)
  await workshop.setVariables({ cameras_exposed: camerasExposed, people_signed_in: peopleSignedIn })
  await workshop.script("web-viewer")
  const devices = (await workshop.rows("select device_id from exposed_camera order by n")).map(
    (row) => row.device_id,
  )
  const tables = commonTables(world, "csv")
  const presumption = {
    ...presumed,
    devices,
    viewers: "sessions",
    grade: "video",
    reason: "the web cache served other users' pages; single views were not recorded",
  }
  return {
    tables,
    publication: {
      incidents: {
        "incident.yaml": incidentOf(world, tables, scenarios["web-viewer"].title, {
          presumptions: [presumption],
        }),
      },
      truths: { "truth.parquet": "from truth_of('final')" },
      questions: { "truth-questions.json": questionsOnLog("report_not_found") },
    },
  }
}
