import { expect, test } from "vitest"
import { addSwitch } from "../../lib/containment/switches/add-switch.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { entriesOf } from "../../lib/testing/database/entries.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { runTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { as } = contextsOver(database, data)
const [administrator, security, support] = [
  await as("administrator"),
  await as("security"),
  await as("support"),
]
const env = { DATABASE_URL: url, TOCSIN_DATA: data }
const switches = (...args: string[]) => runTocsin(["switch", ...args], { env })
const emailOf = async ({ actor }: { actor: { id: string } }) =>
  (await database.user.findUniqueOrThrow({ where: { id: actor.id } })).email
const { id: incidentId } = await declareIncident(security, {
  title: "Strangers",
  severity: "high",
  awareAt: "2024-02-16T10:00:00Z",
})
await addSwitch(administrator, {
  key: "events-tab",
  label: "Events tab",
  meaning: "It is shown",
  url: "https://flags.example.org/switches",
})
const [byName, why] = [await emailOf(support), ["--reason", "Strangers are shown"]]
const note = ["--at", "2024-02-16T11:42:00Z", "--by", "the engineer on call", "--as", byName, ...why]

test.concurrent.each<[string, string[], RegExp]>([
  ["no command", [], /Usage: tocsin switch/],
  ["an incident that is none", ["list", "INC-9"], /There is no incident INC-9/],
  [
    "a switch that is none",
    ["flip", "INC-1", "cache", "off", ...why],
    /There is no switch cache; there are events-tab/,
  ],
  ["a state that is none", ["flip", "INC-1", "events-tab", "OFF", ...why], /OFF: write on or off/],
  ["no reason", ["flip", "INC-1", "events-tab", "off"], /--reason/],
  [
    "a member who may not",
    ["flip", "INC-1", "events-tab", "off", ...why, "--as", byName],
    /This is for security/,
  ],
  ["nobody's word", ["note", "INC-1", "events-tab", "off", ...note.slice(0, 4), ...why], /--as/],
  [
    "a time that is none",
    ["note", "INC-1", "events-tab", "off", "--at", "now", ...note.slice(2)],
    /Say when it was done/,
  ],
])("%s is refused with one line", async (_, args, message) => {
  const { status, stderr, stdout } = await switches(...args)
  expect([status === 0, stdout]).toEqual([false, ""])
  expect(stderr).toMatch(message)
})

test("a switch is turned by the system or a member, noted by a member, and told of without a confirmation", async () => {
  const noted = await switches("note", "INC-1", "events-tab", "on", ...note)
  expect(noted).toMatchObject({ status: 0, stdout: expect.stringContaining("it is not confirmed") })
  const flipped = await switches(
    "flip",
    "INC-1",
    "events-tab",
    "off",
    ...why,
    "--as",
    await emailOf(security),
  )
  expect(flipped).toMatchObject({ status: 0, stdout: expect.stringContaining("nothing is confirmed yet") })
  const back = await switches("flip", "INC-1", "events-tab", "on", ...why)
  expect(back.status).toBe(0)
  const acts = await entriesOf(database, { incidentId })
  expect(acts.map(({ act, actor }) => [act, actor]).slice(1)).toEqual([
    ["switch.note", support.actor.id],
    ["switch.flip", security.actor.id],
    ["switch.flip", "system"],
  ])
  const listed = await switches("list", "INC-1")
  expect(listed.stdout).toMatch(/events-tab +not known +nobody can be asked +on +waiting to be sent/)
  const told = JSON.parse((await switches("list", "INC-1", "--json")).stdout)
  expect(told).toMatchObject([{ key: "events-tab", standing: { state: "waiting" }, flips: { length: 3 } }])
  expect(JSON.stringify(told)).not.toContain("flags.example.org/switches")
})
