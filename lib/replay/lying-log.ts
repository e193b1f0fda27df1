import type { Plan } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import { buildWorld, type World } from "./world.ts"

// The mix-up went on for forty minutes after this window.
const window = { from: "2024-05-14T12:00:00Z", to: "2024-05-14T16:00:00Z" }
const lost = { from: "2024-05-14T14:31:00Z", to: "2024-05-14T14:43:00Z" }

const cdnMapping = `# What the content network hands out: it knows the item and the answer, and no account.
source: cdn
format: { type: csv }
time: { path: timestamp }
fields:
  event_id:   { path: request_id }
  media_id:   { path: url, extract: '^/clips/(?<value>[^/]+)/' }
  ip:         { path: client_ip }
  user_agent: { path: user_agent }
rules:
  - { when: { method: GET, status: "200" }, action: shown }
  - { when: { method: GET, status: "206" }, action: viewed }
  - { when: { method: GET, status: "403" }, action: shown, outcome: denied }
  - { otherwise: ignore }
tests:
  - { record: { timestamp: "2024-05-14T12:00:01Z", request_id: c-1, method: GET, status: "206", url: /clips/m000000001/v.mp4, client_ip: 192.0.2.1 },
      event: { event_id: c-1, media_id: m000000001, ip: 192.0.2.1, action: viewed, outcome: allowed } }
`

/** Five lies of a log; each ends in an open question, and the truth is what the contract can say in spite of them. */
export const planLyingLog: Plan = async (workshop, options) => {
  const world: World = {
    seed: options.seed,
    accounts: 60_000,
    window,
    baseline: { from: "2024-05-07T10:00:00Z", to: "2024-05-07T18:00:00Z" },
    media: 40_000,
    rows: rowsAt(options.scale ?? 1, 100_000),
    sessions: "seen",
    lost,
    historyLostPercent: 35,
    // What is planned for the window happens before the lost stretch.
    quietS: 9000,
    ordinary: { former: 12, later: 12, tappedOfEach: 2 },
  }
  await buildWorld(workshop, world)
  await workshop.setVariables({
    strangers: 400,
    owners_read: 1500,
    without_history: 200,
    edge_strangers: 150,
    cdn_rows: 9000,
  })
  await workshop.script("lying-log")
  const tables = commonTables(world, "csv")
  const incident = incidentOf(world, tables, scenarios["lying-log"].title, {
    access_log: [
      { name: "app", files: ["access/*.ndjson.gz"], mapping: "canonical" },
      { name: "cdn", files: ["cdn/*.csv.gz"], mapping: "./cdn.yaml" },
    ],
  })
  const questions = questionsOnLog("unattributed", "suspected_gap", "edge", "busy_viewer", "unresolved")
  return {
    tables,
    publication: {
      incidents: { "incident.yaml": incident },
      truths: { "truth.parquet": "from truth_of('final')" },
      questions: { "truth-questions.json": questions },
      extraTables: [{ path: "cdn/part-001.csv.gz", select: "from cdn_log" }],
      extraTexts: { "cdn.yaml": cdnMapping },
    },
  }
}
