import { mkdirSync, realpathSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addEvidence, type NewEvidence } from "./add-evidence.ts"
import { evidenceFolder } from "./evidence-folder.ts"
import { findEvidence, getEvidence } from "./get-evidence.ts"

const root = temporaryFolder()
const open = join(root, "open")
const closed = join(root, "closed")
for (const folder of [join(open, "friday"), join(closed, "secret")]) mkdirSync(folder, { recursive: true })
symlinkSync(closed, join(open, "way-out"))

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, join(root, "data"))
const withFolders = async (role: "security" | "support" | "legal"): Promise<Context> => {
  const ctx = await as(role)
  return { ...ctx, config: { ...ctx.config, evidenceFolders: [open] } }
}
const security = await withFolders("security")
const { id: incidentId } = await declareIncident(security, {
  title: "A porch",
  severity: "low",
  awareAt: "2024-02-16T10:00:00Z",
})

const count = () => Promise.all([database.evidenceSet.count(), database.trailEntry.count()])

describe("evidence is added", () => {
  test.each<[string, NewEvidence, object]>([
    ["as an upload", { kind: "upload" }, { kind: "upload", folder: null, drill: null }],
    [
      "as a folder, whose real path is kept",
      { kind: "folder", folder: " friday " },
      { folder: join(realpathSync(open), "friday") },
    ],
    [
      "as a drill",
      { kind: "drill", drill: { scenario: "friday", scale: 0.02 } },
      { folder: null, drill: { scenario: "friday", seed: 1, scale: 0.02 } },
    ],
  ])("%s, with its trail entry", async (_, input, expected) => {
    const { id } = await addEvidence(security, incidentId, input)
    const set = await getEvidence(security, id)
    expect(set).toMatchObject({ ...expected, addedBy: security.actor.id, incident: { id: incidentId } })
    expect(await findEvidence(security, incidentId)).toMatchObject({ id })
    const entry = (await entriesOf(database, { incidentId })).at(-1)
    expect(entry).toMatchObject({
      act: "evidence.add",
      actor: security.actor.id,
      incidentId,
      details: { evidenceSetId: id, kind: input.kind },
    })
  })

  test("an upload's files lie in the data folder, under the incident and the set", async () => {
    const set = await getEvidence(security, (await addEvidence(security, incidentId, { kind: "upload" })).id)
    expect(evidenceFolder(security.config, set)).toBe(
      join(root, "data", "incidents", incidentId, "evidence", set.id),
    )
  })

  test("by Tocsin itself from any folder: it was named on the server's own command line", async () => {
    const { id } = await addEvidence(system, incidentId, { kind: "folder", folder: closed })
    expect(await getEvidence(security, id)).toMatchObject({ folder: closed, addedBy: "system" })
  })
})

describe("nothing is added, and nothing stands in the trail,", () => {
  test.each<[string, NewEvidence, object]>([
    ["of a folder that is not open", { kind: "folder", folder: closed }, { code: "invalid" }],
    ["of a way out by a link", { kind: "folder", folder: "way-out/secret" }, { code: "invalid" }],
    ["of a way out by dots", { kind: "folder", folder: "../closed" }, { code: "invalid" }],
    ["of a folder that is not there", { kind: "folder", folder: "gone" }, { code: "invalid" }],
    ["without a folder's name", { kind: "folder", folder: " " }, { fields: { folder: "Name a folder" } }],
    ["of a drill without a scenario", { kind: "drill", drill: { scenario: "" } }, { code: "invalid" }],
  ])("%s", async (_, input, error) => {
    const before = await count()
    await expect(addEvidence(security, incidentId, input)).rejects.toMatchObject(error)
    expect(await count()).toEqual(before)
  })

  test.each(["support", "legal"] as const)("by %s, who is told who may", async (role) => {
    const before = await count()
    const ctx = await withFolders(role)
    await expect(addEvidence(ctx, incidentId, { kind: "folder", folder: closed })).rejects.toMatchObject({
      code: "forbidden",
      message: `This is for security; you are signed in as ${role}.`,
    })
    expect(await count()).toEqual(before)
  })

  test("while no folder is open at all, which is told with the setting", async () => {
    const ctx = await as("security")
    await expect(addEvidence(ctx, incidentId, { kind: "folder", folder: "friday" })).rejects.toMatchObject({
      code: "precondition",
      message: expect.stringContaining("TOCSIN_EVIDENCE"),
    })
  })
})

test.each(["", "x", "00000000-0000-0000-0000-000000000000", "../../etc"])(
  "there is no evidence %j",
  async (id) => {
    await expect(getEvidence(security, id)).rejects.toMatchObject({ code: "not_found" })
  },
)
