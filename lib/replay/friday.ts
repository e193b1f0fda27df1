import type { Plan, PlanOptions } from "./plan.ts"
import { commonTables, incidentOf, questionsOnLog, rowsAt } from "./publish.ts"
import { scenarios } from "./scenarios.ts"
import type { WrittenTable } from "./workshop.ts"
import { buildWorld, type Stretch, secondsOf, type World } from "./world.ts"

const window = { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" }
const mixup = { from: "2024-02-16T17:05:00Z", to: "2024-02-16T17:55:00Z" }

// Quiet while the cameras are offline, but never silent: a silent stretch would be a gap in the log.
const stretches: Stretch[] = [
  { from: window.from, to: "2024-02-16T13:30:00Z", weight: 9, wrong: 17 },
  { from: "2024-02-16T13:30:00Z", to: mixup.from, weight: 24, wrong: 17 },
  { ...mixup, weight: 43, wrong: 108 },
  { from: mixup.to, to: window.to, weight: 24, wrong: 17 },
]

/** 13,000 viewers, of whom 1,504 tapped, of whom 118 viewed a video; 80 of the viewers are an ordinary day's. */
const viewers = { all: 13_000, tapped: 1_504, video: 118 }
const ordinary = { former: 50, later: 30, tappedOfEach: 3 }
/** So that owners or viewers together are 24,700 accounts: 0.247 % of ten million. */
const owners = { all: 11_720, inBoth: 20 }

/** What arrives late moves 300 people up (120 + 30 + 2 × 75) and 90 back (2 × 20 + 2 × 25). */
const late = { tapped: 120, video: 30, pairs: 75, householdPairs: 20, householdTaps: 25 }
const lateTables: WrittenTable[] = [
  { path: "late/access-001.ndjson.gz", select: "from log_lines('late', 0, 1)" },
  { path: "late/entitlements.parquet", select: "from late_entitlement" },
]

/** The world in which the mix-up happens: who holds which camera, and what was recorded. */
export function fridayWorld({ seed, accounts = 10_000_000, scale = 0.02 }: PlanOptions): World {
  if (accounts < 100_000) throw new RangeError("friday needs a world of at least 100,000 accounts")
  const rows = rowsAt(scale, 50_000_000)
  return {
    seed,
    accounts,
    window,
    baseline: { from: "2024-02-09T13:00:00Z", to: "2024-02-09T21:00:00Z" },
    media: Math.min(5_000_000, Math.max(20_000, Math.floor(rows / 2))),
    rows,
    stretches,
    sessions: "seen",
    quietS: 8 * 3600,
    ordinary,
  }
}

/** The mix-up of a Friday in February 2024; its numbers do not depend on scale or on the size of the world. */
export const planFriday: Plan = async (workshop, options) => {
  const world = fridayWorld(options)
  await buildWorld(workshop, world)
  const ordinaryAll = ordinary.former + ordinary.later
  await workshop.setVariables({
    stranger_viewers: viewers.all - ordinaryAll,
    tapped_viewers: viewers.tapped - 2 * ordinary.tappedOfEach,
    video_viewers: viewers.video,
    stranger_owners: owners.all - ordinaryAll,
    owners_in_both: owners.inBoth,
    mixup_from_s: secondsOf(mixup.from),
    mixup_span_s: secondsOf(mixup.to) - secondsOf(mixup.from),
    late_tapped: late.tapped,
    late_video: late.video,
    late_pairs: late.pairs,
    household_pairs: late.householdPairs,
    household_taps: late.householdTaps,
  })
  await workshop.script("friday")
  await workshop.script("friday-late")
  const tables = commonTables(world, "parquet")
  const { title } = scenarios.friday
  return {
    tables,
    publication: {
      incidents: {
        "incident.yaml": incidentOf(world, tables, title),
        "incident-late.yaml": incidentOf(world, tables, `${title} (with the late evidence)`, {
          access_log: [{ name: "app", files: ["access/*.ndjson.gz", "late/access-*.ndjson.gz"] }],
          entitlements: { files: ["entitlements.parquet", "late/entitlements.parquet"] },
        }),
      },
      truths: {
        "truth.parquet": "from truth_of('final')",
        "truth-late.parquet": "from truth_of('late')",
      },
      questions: { "truth-questions.json": questionsOnLog(), "truth-questions-late.json": questionsOnLog() },
      extraTables: lateTables,
    },
  }
}
