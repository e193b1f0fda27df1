import { expect, test } from "vitest"
import type { Role } from "../../core/permissions.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { letterTests, sender } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { NoticeSettingsInput } from "../schemas.ts"
import { partOrder } from "../settings.ts"
import { getPlannedRun } from "./get-planned-run.ts"
import { listPlannedRuns } from "./list-planned-runs.ts"
import { requestPlan, suggestSettings } from "./request-plan.ts"

const { database, url } = await ownDatabase()
const { as, system, newIncident, classify } = await letterTests(database, temporaryFolder(), {
  copyItemStates: copyItemStatesFrom(url),
})
const incident = await newIncident()
await classify(incident, [])
const requested = () => entriesOf(database, { act: "notice.request_plan", incidentId: incident.id })

test.each(["support", "legal"] as const)(
  "%s asks for a plan, which waits; the trail has what was asked for",
  async (role) => {
    const before = (await requested()).length
    const ctx = await as(role)
    const { runId, number } = await requestPlan(ctx, incident.id, { sender, holdS: before })
    const run = await getPlannedRun(ctx, runId)
    expect(run).toMatchObject({ state: "planning", number, requestedBy: ctx.actor.id, plan: null })
    expect(run.settings.parts.map(({ group, direction }) => `${group}.${direction}`)).toEqual(
      partOrder.map((part) => (part.includes(".") ? part : `${part}.first`)),
    )
    const entries = await requested()
    expect(entries).toHaveLength(before + 1)
    expect(entries.at(-1)).toMatchObject({
      actor: ctx.actor.id,
      details: { run: number, runId, settings: { sender } },
    })
    expect((await listPlannedRuns(ctx, incident.id))[0]?.id).toBe(runId)
  },
)

test.each(["security", "auditor", "administrator"] satisfies Role[])("%s asks for no plan", async (role) => {
  const asked = requestPlan(await as(role), incident.id, { sender })
  await expect(asked).rejects.toMatchObject({ code: "forbidden" })
})

test("who asks for the same while it is being planned gets that, also at the same moment; others get the next number", async () => {
  const [support, legal] = [await as("support"), await as("legal")]
  const before = (await requested()).length
  const ask = (settings = {}) => requestPlan(support, incident.id, { sender, holdS: 600, ...settings })
  const [first, second] = await Promise.all([ask(), requestPlan(legal, incident.id, { sender, holdS: 600 })])
  expect(second).toEqual(first)
  expect(await ask()).toEqual(first)
  expect((await ask({ holdS: 601 })).number).toBe(first.number + 1)
  expect(await requested()).toHaveLength(before + 2)
})

test("without a finished revision nobody can be written to", async () => {
  const { id } = await newIncident()
  await expect(requestPlan(system, id, { sender })).rejects.toMatchObject({ code: "precondition" })
})

const part = { group: "viewer_only", isTold: true, why: "policy" } as const
test.each<[string, Partial<NoticeSettingsInput>]>([
  ["sender.address", { sender: { name: "Porch", address: "a@b.example\r\nBcc: c@d.example" } }],
  ["sender.name", { sender: { name: "Porch\r\nBcc: c@d.example", address: "a@b.example" } }],
  [
    "senders.owner_video.address",
    { senders: { owner_video: { name: "Care", address: "care@else.example" } } },
  ],
  ["senders.undetermined.name", { senders: { undetermined: { name: "", address: "care@porch.example" } } }],
  ["replyTo.owner_video", { replyTo: { owner_video: "nobody" } }],
  ["pace.perSecond", { pace: { perSecond: 10_001 } }],
  ["pace.hours.timeZone", { pace: { perSecond: 5, hours: { from: 8, to: 20, timeZone: "Mars/Olympus" } } }],
  ["holdS", { holdS: 3_601 }],
  ["closed.reason", { closed: { verdict: "leave" } }],
  ["parts.0.notToldReason", { parts: [{ ...part, isTold: false }] }],
  [
    "parts.0.notToldReason",
    {
      parts: [
        { ...part, isTold: false, basis: "They received footage", notToldReason: "They received footage" },
      ],
    },
  ],
  ["parts.0.direction", { parts: [{ ...part, group: "owner_video", direction: "down" }] }],
  ["parts.1", { parts: [part, part] }],
])("%s is refused where it is wrong", async (field, settings) => {
  const asked = requestPlan(system, incident.id, { sender, ...settings })
  await expect(asked).rejects.toMatchObject({ code: "invalid", fields: { [field]: expect.any(String) } })
})

test("settings are suggested as the last run had them", async () => {
  const replyTo = { owner_video: "help@porch.example" }
  // The domain of an address is the same in whichever case it is written.
  const senders = { owner_video: { name: "Porch Care", address: "Care@PORCH.example" } }
  await requestPlan(system, incident.id, { sender, senders, replyTo, pace: { perSecond: 7 } })
  const suggested = await suggestSettings(await as("support"), incident.id)
  expect(suggested.senders).toEqual({ owner_video: { name: "Porch Care", address: "Care@porch.example" } })
  expect(suggested).toMatchObject({ sender, replyTo, pace: { perSecond: 7 }, closed: { verdict: "write" } })
  expect((await suggestSettings(system, (await newIncident()).id)).sender.address).toBe("")
})
