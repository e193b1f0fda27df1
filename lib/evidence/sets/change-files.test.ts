import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { requestRevision } from "../../exposure/revisions/request-revision.ts"
import { stopRun } from "../../exposure/revisions/stop-run.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addEvidence } from "./add-evidence.ts"
import { receiveEvidenceFile, removeEvidenceFile } from "./change-files.ts"
import { evidenceFolder } from "./evidence-folder.ts"
import { type EvidenceSet, getEvidence } from "./get-evidence.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const security = await as("security")
const { id: incidentId } = await declareIncident(security, {
  title: "A porch",
  severity: "low",
  awareAt: "2024-02-16T10:00:00Z",
})

let set: EvidenceSet
beforeEach(async () => {
  set = await getEvidence(security, (await addEvidence(security, incidentId, { kind: "upload" })).id)
})

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}
const send = (name: string, text: string, ctx = security) =>
  receiveEvidenceFile(ctx, set, name, pieces(text), text.length)
const folder = () => evidenceFolder(security.config, set)
const files = () => (existsSync(folder()) ? readdirSync(folder()).sort() : [])
const acts = async () =>
  (await entriesOf(database, { details: { evidenceSetId: set.id } })).map(({ act, details }) => [
    act,
    details.name,
  ])
const request = () => requestRevision(security, { evidenceSetId: set.id, incidentFile: "title: x" })

const ADDED = ["evidence.add", undefined]
const BUSY = {
  code: "conflict",
  message: "A run reads these files just now. Wait until it has ended, or stop it.",
}

describe("a file that is sent", () => {
  test("lies in the set's folder, whole, with its trail entry; the same name replaces it", async () => {
    expect(await send("log.ndjson", "one\n")).toMatchObject({ bytes: 4 })
    expect(await send("log.ndjson", "other\n")).toMatchObject({ bytes: 6 })
    expect(readFileSync(join(folder(), "log.ndjson"), "utf8")).toBe("other\n")
    expect(await acts()).toEqual([
      ADDED,
      ["evidence.add_file", "log.ndjson"],
      ["evidence.add_file", "log.ndjson"],
    ])
  })

  test("and breaks off leaves neither a file nor an entry", async () => {
    const broken = receiveEvidenceFile(security, set, "log.ndjson", pieces("on"), 5)
    await expect(broken).rejects.toThrow(/broke off/)
    expect([files(), await acts()]).toEqual([[], [ADDED]])
  })

  test.each(["support", "legal"] as const)("by %s is refused before a byte is read", async (role) => {
    const ctx = await as(role)
    const unread = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("x")
      throw new Error("somebody read on")
    }
    await expect(receiveEvidenceFile(ctx, set, "log.ndjson", unread(), 1)).rejects.toMatchObject({
      code: "forbidden",
    })
    expect([files(), await acts()]).toEqual([[], [ADDED]])
  })

  test("is refused while a run waits for the set or reads it, and taken when it is over", async () => {
    const { runId } = await request()
    await expect(send("log.ndjson", "x")).rejects.toMatchObject(BUSY)
    await database.run.update({ where: { id: runId }, data: { state: "running" } })
    await expect(send("log.ndjson", "x")).rejects.toMatchObject(BUSY)
    await database.run.update({ where: { id: runId }, data: { state: "failed" } })
    await send("log.ndjson", "x")
    expect(files()).toEqual(["log.ndjson"])
  })

  test("is refused at its end when a run was asked for while it was on its way, and leaves the earlier one", async () => {
    await send("log.ndjson", "earlier")
    async function* slowly() {
      yield Buffer.from("la")
      await request()
      yield Buffer.from("ter")
    }
    await expect(receiveEvidenceFile(security, set, "log.ndjson", slowly(), 5)).rejects.toMatchObject(BUSY)
    expect(files()).toEqual(["log.ndjson"])
    expect(readFileSync(join(folder(), "log.ndjson"), "utf8")).toBe("earlier")
  })

  test("has no place in a folder of the server", async () => {
    const { id } = await addEvidence(system, incidentId, { kind: "folder", folder: folder() })
    const other = await getEvidence(security, id)
    await expect(receiveEvidenceFile(security, other, "x.csv", pieces("x"), 1)).rejects.toMatchObject({
      code: "precondition",
    })
  })
})

describe("a file that is removed", () => {
  beforeEach(async () => {
    await send("log.ndjson", "x")
  })

  test("is gone, with its trail entry; removing it once more says so and leaves none", async () => {
    await removeEvidenceFile(security, set, "log.ndjson")
    expect(files()).toEqual([])
    await expect(removeEvidenceFile(security, set, "log.ndjson")).rejects.toMatchObject({
      code: "not_found",
      message: "log.ndjson: there is no such file",
    })
    expect((await acts()).slice(2)).toEqual([["evidence.remove_file", "log.ndjson"]])
  })

  test("by support stays", async () => {
    const support = await as("support")
    await expect(removeEvidenceFile(support, set, "log.ndjson")).rejects.toMatchObject({ code: "forbidden" })
    expect(files()).toEqual(["log.ndjson"])
  })

  test("stays while a run waits for it, until that is stopped", async () => {
    const { runId } = await request()
    await expect(removeEvidenceFile(security, set, "log.ndjson")).rejects.toMatchObject(BUSY)
    expect(files()).toEqual(["log.ndjson"])
    await stopRun(security, runId)
    await removeEvidenceFile(security, set, "log.ndjson")
    expect(files()).toEqual([])
  })

  test("and a run that is asked for at the same moment: one of the two gives way", async () => {
    for (let trial = 0; trial < 5; trial++) {
      await send("log.ndjson", "x")
      const [requested, removed] = await Promise.allSettled([
        request(),
        removeEvidenceFile(security, set, "log.ndjson"),
      ])
      expect(requested.status).toBe("fulfilled")
      expect(files()).toEqual(removed.status === "fulfilled" ? [] : ["log.ndjson"])
      if (requested.status === "fulfilled") await stopRun(security, requested.value.runId)
    }
  })
})
