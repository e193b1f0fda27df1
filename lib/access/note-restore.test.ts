import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { noteRestore } from "./note-restore.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const soon = new Date(Date.now() + 3_600_000)

test("what was good when the backup was made is not good any more, and the trail says so", async () => {
  const { actor } = await as("legal")
  const { id: incidentId } = await database.incident.create({
    data: { title: "x", severity: "low", awareAt: new Date(), declaredBy: actor.id },
  })
  await database.session.create({
    data: { id: randomUUID(), token: randomUUID(), userId: actor.id, expiresAt: soon },
  })
  await database.reveal.create({ data: { incidentId, memberId: actor.id, reason: "x", expiresAt: soon } })
  const asked = {
    act: "people.reveal",
    input: {},
    digest: "x",
    plan: {},
    reason: "x",
    approverRole: "legal",
  } as const
  for (const state of ["waiting", "approved", "performed"] as const)
    await database.approval.create({ data: { ...asked, state, requestedBy: actor.id, expiresAt: soon } })
  const endpoint = { url: "https://example.org", acts: [], secret: "x", addedBy: actor.id }
  const { id: endpointId } = await database.webhookEndpoint.create({ data: endpoint })
  await database.webhookDelivery.create({ data: { endpointId, act: "run.stop", payload: "{}" } })

  await noteRestore(system, "2024-02-16T10:00:00.000Z")

  expect(await database.session.count()).toBe(0)
  expect(await database.reveal.count({ where: { expiresAt: { gt: new Date() } } })).toBe(0)
  const states = await database.approval.findMany({ orderBy: { id: "asc" }, select: { state: true } })
  expect(states.map(({ state }) => state)).toEqual(["void", "void", "performed"])
  // The endpoint is told of the restore itself, and of nothing from before.
  const waiting = await database.webhookDelivery.findMany({ where: { state: "waiting" } })
  expect(waiting.map(({ act }) => act)).toEqual(["installation.restore"])
  expect(await entriesOf(database, { act: "installation.restore" })).toMatchObject([
    { actor: "system", incidentId: null, details: { backupAt: "2024-02-16T10:00:00.000Z" } },
  ])
})
