import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { writeLogAfterSwitch } from "../../replay/after-switch.ts"
import { replay } from "../../replay/replay.ts"
import { enginesIn } from "../../testing/containment/in-process-engine.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { freezeIncident } from "./freeze-incident.ts"
import { readWatched } from "./read-watched.ts"

const folder = temporaryFolder()
const drill = { seed: 3, scale: 0.0004, accounts: 100_000 }
const from = new Date("2026-03-02T11:42:00Z")
const MINUTE_MS = 60_000
const to = new Date(from.getTime() + 8 * MINUTE_MS)

test("the drill's log goes on with reads by people who may, and leaks exactly what it is told to", async () => {
  const evidenceFolder = join(folder, "evidence")
  const { incidentFile } = await replay("friday", { ...drill, out: evidenceFolder })
  const out = join(folder, "log")
  const leaks = { from: new Date(from.getTime() + 5 * MINUTE_MS), perMinute: 4 }
  const first = await writeLogAfterSwitch({ ...drill, out, from, to: leaks.from, perMinute: 50 })
  const then = await writeLogAfterSwitch({ ...drill, out, from, after: leaks.from, to, perMinute: 50, leaks })
  expect([...first, ...then]).toHaveLength(8)
  expect(first[0]).toBe("access-2026-03-02T114200Z.ndjson.gz")
  const frozen = freezeIncident(readFileSync(incidentFile, "utf8"), {
    evidenceFolder,
    since: from,
    files: {},
    mappings: {},
  })
  const { log } = await readWatched(
    { withEngine: enginesIn(folder), now: () => to },
    { folder: out, incidentFile: frozen, mappings: {}, confinedTo: [evidenceFolder], everyS: 60 },
  )
  expect(log.minutes.reads).toEqual([50, 50, 50, 50, 50, 54, 54, 54])
  expect(log.misbound.map(({ relation, events }) => [relation, events])).toEqual([
    ["stranger", 4],
    ["stranger", 4],
    ["stranger", 4],
  ])
  expect(log.rows).toMatchObject({ legitimate: 400, misbound: 12, duplicate: 0, unresolved: 0, malformed: 0 })
})
