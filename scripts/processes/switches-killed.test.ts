import { afterAll, expect, test } from "vitest"
import { addSwitch } from "../../lib/containment/switches/add-switch.ts"
import { flipSwitch } from "../../lib/containment/switches/flip-switch.ts"
import { isConfirmed } from "../../lib/containment/switches/standing-flips.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { entriesOf } from "../../lib/testing/database/entries.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { comesTrue } from "../../lib/testing/run-tocsin.ts"
import { openSwitchReceiver } from "../../lib/testing/switch-receiver.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { startWorker, type Worker } from "../../lib/testing/worker-process.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const hosts = { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" }
const { as, system } = contextsOver(database, data, { settings: hosts })
const receiver = await openSwitchReceiver()
const workers: Worker[] = []
const DONE_MS_MAX = 60_000

afterAll(async () => {
  receiver.close()
  for (const worker of workers) {
    if (!worker.hasEnded()) process.kill(worker.pid, "SIGKILL")
    await worker.ended
  }
})

function start(): Worker {
  const worker = startWorker({ DATABASE_URL: url, TOCSIN_DATA: data, ...hosts })
  workers.push(worker)
  return worker
}

test("a worker that is killed while its request is under way: another sends the same message, and it is obeyed once", async () => {
  const [administrator, security] = [await as("administrator"), await as("security")]
  receiver.state.set("events-tab", { on: true, changedAt: "2024-02-16T00:00:00Z" })
  const { id: switchId, secret } = await addSwitch(administrator, {
    key: "events-tab",
    label: "Events tab",
    meaning: "It is shown",
    url: receiver.url,
    evaluationUrl: receiver.evaluationUrl("events-tab"),
  })
  receiver.secret = secret ?? ""
  const { id: incidentId } = await declareIncident(security, {
    title: "Strangers",
    severity: "high",
    awareAt: "2024-02-16T10:00:00Z",
  })
  const first = start()
  receiver.onMessage = async () => {
    receiver.onMessage = () => {}
    process.kill(first.pid, "SIGKILL")
    await first.ended
  }
  const { id } = await flipSwitch(security, incidentId, { switchId, isOn: false, reason: "Strangers" })
  expect(await comesTrue(() => receiver.obeyed.length === 1, DONE_MS_MAX)).toBe(true)
  expect((await first.ended).signal).toBe("SIGKILL")
  expect(await database.switchFlip.findUnique({ where: { id } })).toMatchObject({
    state: "waiting",
    attempts: 1,
  })
  // As if the time of the one that was killed were over.
  await database.switch.updateMany({ data: { askerUntil: new Date(0) } })
  start()
  expect(await comesTrue(() => isConfirmed(system.db, id), DONE_MS_MAX)).toBe(true)
  expect([receiver.received, receiver.obeyed]).toEqual([[id, id], [id]])
  expect(await entriesOf(database, { act: "switch.settle", incidentId })).toMatchObject([
    { actor: "system", details: { flip: id, found: "confirmed" } },
  ])
})
