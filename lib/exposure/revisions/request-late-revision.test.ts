import { randomUUID } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, expect, test } from "vitest"
import { addEvidence } from "../../evidence/sets/add-evidence.ts"
import { evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { getEvidence } from "../../evidence/sets/get-evidence.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Summary } from "../summary.ts"
import { claimRun } from "./claim-run.ts"
import { endRun } from "./end-run.ts"
import { isEvidenceAwaited, requestLateRevision } from "./request-late-revision.ts"
import { requestRevision } from "./request-revision.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const [security, support] = [await as("security"), await as("support")]
const LATE = "title: all of it\n"
let incidentId: string

beforeEach(async () => {
  await database.run.deleteMany()
  const declared = { title: "A drill", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  incidentId = (await declareIncident(security, declared)).id
})

/** A drill whose first part is classified; `files` lie beside it. */
async function drilled(files: Record<string, string>) {
  const { id } = await addEvidence(security, incidentId, { kind: "drill", drill: { scenario: "friday" } })
  await requestRevision(security, { evidenceSetId: id, incidentFile: "" })
  await finish("title: the first part\n")
  const folder = evidenceFolder(security.config, await getEvidence(security, id))
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

async function finish(incidentFile: string): Promise<void> {
  const workerId = randomUUID()
  const run = await claimRun(system, workerId)
  if (!run) throw new Error("the run waits")
  const summary = { digest: randomUUID(), questions: [] } as unknown as Summary
  await endRun(system, { ...run, workerId }, { state: "done", summary, accountsFolder: "a", incidentFile })
}

test("what arrives late makes the next revision, once, and stands in the trail", async () => {
  await drilled({ "incident-late.yaml": LATE })
  expect(await isEvidenceAwaited(security, incidentId)).toBe(true)
  const [one, other] = await Promise.all([1, 2].map(() => requestLateRevision(security, incidentId)))
  expect(one).toEqual(other)
  expect(one).toMatchObject({ number: 2 })
  expect(await database.revision.findFirst({ where: { incidentId, number: 2 } })).toMatchObject({
    incidentFile: LATE,
  })
  expect(await isEvidenceAwaited(security, incidentId), "it is on its way").toBe(false)
  expect(await entriesOf(database, { incidentId, act: "revision.request" })).toMatchObject([
    { details: { number: 1 } },
    { actor: security.actor.id, details: { number: 2 } },
  ])
  await finish(LATE)
  expect(await isEvidenceAwaited(security, incidentId)).toBe(false)
  await expect(requestLateRevision(security, incidentId)).rejects.toMatchObject({ code: "conflict" })
})

test("what failed on its way can be let in again", async () => {
  await drilled({ "incident-late.yaml": LATE })
  await requestLateRevision(security, incidentId)
  const workerId = randomUUID()
  const run = await claimRun(system, workerId)
  await endRun(system, { ...(run as NonNullable<typeof run>), workerId }, { state: "failed", reason: "x" })
  expect(await isEvidenceAwaited(security, incidentId)).toBe(true)
  expect(await requestLateRevision(security, incidentId)).toMatchObject({ number: 3 })
})

test("is for security, and for drills whose evidence comes in two parts", async () => {
  await drilled({})
  expect(await isEvidenceAwaited(security, incidentId)).toBe(false)
  await expect(requestLateRevision(security, incidentId)).rejects.toMatchObject({ code: "precondition" })
  await drilled({ "incident-late.yaml": LATE })
  await expect(requestLateRevision(support, incidentId)).rejects.toMatchObject({ code: "forbidden" })
  await addEvidence(security, incidentId, { kind: "upload" })
  await expect(requestLateRevision(security, incidentId)).rejects.toMatchObject({ code: "precondition" })
})
