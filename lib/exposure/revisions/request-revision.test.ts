import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { guessEvidence, saveDraft } from "../../evidence/sets/describe-evidence.ts"
import { evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { getEvidence } from "../../evidence/sets/get-evidence.ts"
import type { Reading } from "../../evidence/sets/reading.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { finishedRevision, newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { FILES } from "../../testing/small-evidence.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { requestAgain } from "./request-again.ts"
import { requestFromDraft } from "./request-from-draft.ts"
import { type RevisionRequest, requestRevision } from "./request-revision.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const [security, legal] = await Promise.all([as("security"), as("legal")])

let incident: Awaited<ReturnType<typeof newIncident>>
beforeEach(async () => {
  await database.run.deleteMany()
  incident = await newIncident(security)
})

const request = (changes: Partial<RevisionRequest> = {}, ctx = security) =>
  requestRevision(ctx, {
    evidenceSetId: incident.evidenceSetId,
    incidentFile: "title: x",
    mappings: { "./b.yaml": "b", "./a.yaml": "a" },
    ...changes,
  })
/** The latest first. */
const revisions = () =>
  database.revision.findMany({
    where: { incidentId: incident.id },
    orderBy: { number: "desc" },
    include: { runs: true },
  })
const requested = () => entriesOf(database, { act: "revision.request", incidentId: incident.id })

describe("a revision that is asked for", () => {
  test("is on file with all that it is made of and a run that waits, and has its trail entry", async () => {
    const { number, runId, revisionId } = await request({ confirmGaps: true })
    expect(await revisions()).toMatchObject([
      {
        id: revisionId,
        number: 1,
        incidentFile: "title: x",
        mappings: { "./a.yaml": "a", "./b.yaml": "b" },
        confirmGaps: true,
        requestedBy: security.actor.id,
        runs: [{ id: runId, attempt: 1, state: "queued" }],
      },
    ])
    const { evidenceSetId } = incident
    expect(await requested()).toMatchObject([
      { actor: security.actor.id, details: { number, evidenceSetId, confirmGaps: true } },
    ])
  })

  test("twice, as by a second click, is one, also when both come at once", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => request()))
    all.push(await request())
    expect(new Set(all.map(({ runId }) => runId)).size).toBe(1)
    expect([await revisions(), await requested()]).toEqual([
      [expect.objectContaining({ number: 1 })],
      [expect.anything()],
    ])
  })

  test.each<[string, Partial<RevisionRequest>]>([
    ["another incident file", { incidentFile: "title: y" }],
    ["another mapping", { mappings: { "./a.yaml": "other", "./b.yaml": "b" } }],
    ["confirmed gaps", { confirmGaps: true }],
  ])("with %s is another", async (_, changes) => {
    const first = await request()
    expect(await request(changes)).toMatchObject({ number: first.number + 1 })
  })

  test("again after it is over is another", async () => {
    const { runId } = await request()
    await database.run.update({ where: { id: runId }, data: { state: "stopped" } })
    expect(await request()).toMatchObject({ number: 2 })
  })

  test("again with gaps confirmed reads the same evidence in the same way", async () => {
    const result = await finishedRevision(security, system, incident, [])
    await requestAgain(security, result, { confirmGaps: true })
    const [second, first] = await revisions()
    if (!first) throw new Error("there are two")
    const { evidenceSetId, incidentFile, mappings } = first
    expect(second).toMatchObject({ number: 2, evidenceSetId, incidentFile, mappings, confirmGaps: true })
  })

  test("by those who may not, or of evidence that is not there, leaves no trace", async () => {
    await expect(request({}, legal)).rejects.toMatchObject({ code: "forbidden" })
    const evidenceSetId = "00000000-0000-4000-8000-000000000000"
    await expect(request({ evidenceSetId })).rejects.toMatchObject({ code: "not_found" })
    expect([await revisions(), await requested()]).toEqual([[], []])
  })
})

describe("a revision of a draft", () => {
  const current = () => getEvidence(security, incident.evidenceSetId)
  const write = async (name: string, text: string) => {
    const folder = evidenceFolder(security.config, await current())
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const draftOf = async () => ((await current()).draft as unknown as Reading).draft

  beforeEach(async () => {
    for (const name of ["log.ndjson", "entitlements.csv", "accounts.csv"] as const)
      await write(name, FILES[name])
    await guessEvidence(security, await current())
  })

  test("has the incident file that the draft makes, and is kept apart from what the draft becomes", async () => {
    const draft = await draftOf()
    await requestFromDraft(security, await current(), draft)
    const [revision] = await revisions()
    expect(revision?.incidentFile).toMatch(/^title: A porch$.*log\.ndjson/ms)
    if (draft.kind !== "guided") throw new Error("it is guided")
    await saveDraft(security, await current(), { ...draft, more: "clock_tolerance: 2s" }, 1)
    const [same] = await revisions()
    expect(same?.incidentFile).toBe(revision?.incidentFile)
  })

  test("is refused to those who may not, and for a draft that lacks something", async () => {
    const draft = await draftOf()
    await expect(requestFromDraft(legal, await current(), draft)).rejects.toMatchObject({ code: "forbidden" })
    if (draft.kind !== "guided") throw new Error("it is guided")
    const lacking = { ...draft, files: draft.files.filter(({ table }) => table !== "accounts") }
    await expect(requestFromDraft(security, await current(), lacking)).rejects.toMatchObject({
      code: "invalid",
    })
    expect(await revisions()).toEqual([])
  })

  test("is refused when files have come since they were looked at", async () => {
    await write("more.csv", "account_id\nmax\n")
    await expect(requestFromDraft(security, await current(), await draftOf())).rejects.toMatchObject({
      code: "conflict",
      message: "Files have changed since they were looked at: more.csv. Look at the files again.",
    })
    expect(await revisions()).toEqual([])
  })
})
