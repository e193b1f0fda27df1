import { beforeEach, describe, expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { FILES } from "../../testing/small-evidence.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Draft, GuidedDraft } from "../intake/schemas.ts"
import { addEvidence } from "./add-evidence.ts"
import { receiveEvidenceFile } from "./change-files.ts"
import { guessEvidence, saveDraft } from "./describe-evidence.ts"
import { getEvidence } from "./get-evidence.ts"
import { previewEvidence } from "./preview-evidence.ts"
import { viewEvidence } from "./view-evidence.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const [security, other, legal] = await Promise.all([as("security"), as("security"), as("legal")])
const { id: incidentId } = await declareIncident(security, {
  title: "A porch",
  severity: "low",
  awareAt: "2024-02-16T10:00:00Z",
})

let setId: string
beforeEach(async () => {
  setId = (await addEvidence(security, incidentId, { kind: "upload" })).id
  for (const name of ["log.ndjson", "entitlements.csv", "accounts.csv"] as const)
    await send(name, FILES[name])
})

const current = () => getEvidence(security, setId)
const view = async () => viewEvidence(security, await current())
async function send(name: string, text: string) {
  async function* stream() {
    yield Buffer.from(text)
  }
  await receiveEvidenceFile(security, await current(), name, stream(), Buffer.byteLength(text))
}

async function guessed(): Promise<GuidedDraft> {
  await guessEvidence(security, await current())
  const draft = (await view()).reading?.draft
  if (draft?.kind !== "guided") throw new Error("the files are guided through")
  return draft
}

const described = () => entriesOf(database, { act: "evidence.describe", details: { evidenceSetId: setId } })
const withMore = (draft: GuidedDraft, more: string): GuidedDraft => ({ ...draft, more })

describe("how files are read", () => {
  test("is guessed and kept, with its trail entry, until a file changes", async () => {
    expect((await view()).reading).toBeNull()
    expect(await guessEvidence(security, await current())).toEqual({ version: 1 })
    const { reading, version, isStale, files } = await view()
    expect(reading?.draft).toMatchObject({
      kind: "guided",
      files: [
        { path: "accounts.csv", table: "accounts" },
        { path: "entitlements.csv", table: "entitlements" },
        { path: "log.ndjson", table: "access_log" },
      ],
    })
    expect([version, isStale, files.length]).toEqual([1, false, 3])
    expect(await described()).toMatchObject([
      { actor: security.actor.id, details: { evidenceSetId: setId, version: 1 } },
    ])
    await send("accounts.csv", `${FILES["accounts.csv"]}max,max@example.org\n`)
    expect((await view()).isStale).toBe(true)
  })

  test("is kept as a person decides, with its trail entry; to say it twice is to say it once", async () => {
    const draft = withMore(await guessed(), "clock_tolerance: 2s\n")
    const before = await current()
    expect(await saveDraft(security, before, draft, 1)).toEqual({ version: 2 })
    expect((await view()).reading?.draft).toEqual(draft)
    expect(await saveDraft(security, await current(), draft, 2)).toEqual({ version: 2 })
    expect((await described()).map(({ details }) => details)).toEqual([
      { evidenceSetId: setId, version: 1 },
      { evidenceSetId: setId, version: 2 },
    ])
  })

  test("that two people change at once is as the first one says, and the second is told so", async () => {
    const draft = await guessed()
    const [mine, theirs] = await Promise.all([current(), current()])
    const saved = await Promise.allSettled([
      saveDraft(security, mine, withMore(draft, "clock_tolerance: 1s\n"), 1),
      saveDraft(other, theirs, withMore(draft, "clock_tolerance: 2s\n"), 1),
    ])
    expect(saved.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const [lost] = saved.filter((one) => one.status === "rejected")
    expect(lost?.reason).toMatchObject({
      code: "conflict",
      message: "Somebody else has changed how these files are read. Load the page again to see it.",
    })
    const winner = saved[0].status === "fulfilled" ? "1s" : "2s"
    expect((await view()).reading?.draft).toMatchObject({ more: `clock_tolerance: ${winner}\n` })
    expect(await described()).toHaveLength(2)
  })

  test("that somebody changes while the files are looked at again stays as they say", async () => {
    const draft = await guessed()
    const before = await current()
    await saveDraft(other, await current(), withMore(draft, "clock_tolerance: 3s\n"), 1)
    await expect(guessEvidence(security, before)).rejects.toMatchObject({ code: "conflict" })
    expect((await view()).reading?.draft).toMatchObject({ more: "clock_tolerance: 3s\n" })
  })

  test("is looked at again without losing what was decided about files that stayed", async () => {
    const draft = await guessed()
    const files = draft.files.map((file) =>
      file.path === "accounts.csv" ? { ...file, table: "none" as const } : file,
    )
    await saveDraft(security, await current(), { ...draft, files }, 1)
    await send("media.csv", "media_id,device_id\nm1,d1\n")
    const again = await guessed()
    expect(again.files.map(({ path, table }) => [path, table])).toEqual([
      ["accounts.csv", "none"],
      ["entitlements.csv", "entitlements"],
      ["log.ndjson", "access_log"],
      ["media.csv", "media"],
    ])
  })
})

describe("refuses", () => {
  test("those who may not, and leaves no trace of it", async () => {
    const draft = await guessed()
    const set = await current()
    await expect(guessEvidence(legal, set)).rejects.toMatchObject({ code: "forbidden" })
    await expect(previewEvidence(legal, set, draft)).rejects.toMatchObject({ code: "forbidden" })
    await expect(saveDraft(legal, set, withMore(draft, "x: 1"), 1)).rejects.toMatchObject({
      code: "forbidden",
      message: "This is for security; you are signed in as legal.",
    })
    expect([(await current()).draftVersion, await described()]).toEqual([1, [expect.anything()]])
  })

  test("a draft before the files were looked at", async () => {
    const draft: Draft = { kind: "file", text: "title: x" }
    await expect(saveDraft(security, await current(), draft, 0)).rejects.toMatchObject({
      code: "precondition",
    })
  })

  test("a draft that leads out of the evidence's folder", async () => {
    const draft = await guessed()
    const files = [{ path: "../../secrets/sign-in", table: "accounts" as const, source: null }]
    await expect(saveDraft(security, await current(), { ...draft, files }, 1)).rejects.toMatchObject({
      code: "invalid",
      message: "must lie in the evidence's folder",
    })
  })
})
