import { createHash, verify } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readLetterCode } from "../../public/letter-code.ts"
import { endPastDeadlines } from "../../runs/end-past-deadlines.ts"
import { workListPublicKey } from "../../runs/external/signing-key.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { externalRun } from "../../testing/database/external-run.ts"
import { countersAgree } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { codeHashOf } from "../delivery/token.ts"
import { handOut } from "./hand-out.ts"
import { writeWorkList } from "./write-work-list.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const [legal, support] = [await as("legal"), await as("support")]
const planted = (rows = 1_200, settings = {}) => externalRun(database, security, system, rows, settings)
const linesOf = (file: string) => readFileSync(file, "utf8").trimEnd().split(/\r?\n/)

test("letters that are handed out are being sent, with a deadline, and an entry says which", async () => {
  const { runId, incidentId, openWork, states, chunks } = await planted()
  const stretch = await handOut(support, openWork(support), runId, { hours: 24, lettersMax: 1_000 })
  expect(stretch).toMatchObject({ fromChunk: 1, toChunk: 2, letters: 900 })
  expect(await states()).toEqual({ sending: 900, suppressed: 100 })
  expect(await countersAgree(database, runId)).toBe(true)
  expect((await chunks()).map(({ state }) => state)).toEqual(["handed_out", "handed_out", "open"])
  expect((await chunks())[0]?.leaseUntil).toEqual(stretch?.deadlineAt)
  expect(await entriesOf(database, { incidentId, act: "notice.hand_out" })).toMatchObject([
    { actor: support.actor.id, details: { run: 1, fromChunk: 1, toChunk: 2, letters: 900 } },
  ])
  expect(await handOut(support, openWork(support), runId, { hours: 24 })).toMatchObject({
    fromChunk: 3,
    toChunk: 3,
    letters: 180,
  })
  expect(await handOut(support, openWork(support), runId, { hours: 24 })).toBeNull()
})

test("the work list is whole, signed, and the same letters have the same tokens when it is written again", async () => {
  const senders = { owner_video: { name: "Example Care", address: "care@notices.example" } }
  const { runId, openWork } = await planted(600, { senders })
  const open = openWork(legal)
  const stretch = await handOut(legal, open, runId, { hours: 1 })
  if (!stretch) throw new Error("there is a stretch")
  const written = await writeWorkList(legal, open, stretch, { hasLetters: true })
  expect(written.letters).toBe(540)
  expect(written.files.map(({ name }) => name)).toEqual([
    "list.ndjson",
    "list.csv",
    "letters.ndjson",
    "templates.ndjson",
  ])
  const at = (name: string) => join(written.folder, name)
  for (const { name, bytes, sha256 } of written.files) {
    expect(statSync(at(name)).size).toBe(bytes)
    expect(
      createHash("sha256")
        .update(readFileSync(at(name)))
        .digest("hex"),
    ).toBe(sha256)
  }
  const manifest = readFileSync(at("manifest.json"))
  const signature = Buffer.from(readFileSync(at("manifest.sig"), "utf8"), "base64")
  expect(verify(null, manifest, written.publicKey, signature)).toBe(true)
  expect(verify(null, Buffer.concat([manifest, Buffer.from(" ")]), written.publicKey, signature)).toBe(false)
  expect(written.publicKey).toBe(workListPublicKey(support))
  expect(JSON.parse(manifest.toString())).toMatchObject({ run: runId, letters: 540, files: written.files })

  const list = linesOf(at("list.ndjson")).map((line) => JSON.parse(line))
  expect(list).toHaveLength(540)
  expect(list[0]).toMatchObject({
    address: "person0@example.org",
    variant: "owner_video/en/general",
    locale: "en",
    from: "Example Care <care@notices.example>",
    reply_to: "answers@notices.example",
    message_id: `<${list[0].token}@notices.example>`,
    envelope_from: `bounce+${list[0].token}@notices.example`,
    values: { code: list[0].code },
  })
  const item = await database.runItem.findUniqueOrThrow({ where: { token: list[0].token } })
  expect(readLetterCode(list[0].code)).toBe(list[0].code)
  expect(Buffer.from(item.codeHash ?? [])).toEqual(codeHashOf(list[0].code))
  const letters = linesOf(at("letters.ndjson")).map((line) => JSON.parse(line))
  expect(letters[0]).toEqual({
    token: list[0].token,
    subject: "=About your videos",
    html: `<p>${list[0].code}</p>`,
    text: list[0].code,
  })
  expect(linesOf(at("templates.ndjson")).map((line) => JSON.parse(line))).toMatchObject([
    { html: "<p>{{code}}</p>" },
  ])
  const csv = linesOf(at("list.csv"))
  expect(csv).toHaveLength(541)
  expect(csv[1]).toContain(",'=About your videos,")

  const again = await writeWorkList(legal, open, stretch, { hasLetters: true })
  expect(again.files).toEqual(written.files)
})

test("nobody but the folder's owner reads a work list, and it names only whom it is for", async () => {
  const { runId, openWork } = await planted(500)
  const stretch = await handOut(legal, openWork(legal), runId, { hours: 1 })
  if (!stretch) throw new Error("there is a stretch")
  const { folder: written } = await writeWorkList(legal, openWork(legal), stretch, { hasLetters: false })
  expect(statSync(written).mode & 0o077).toBe(0)
  expect(statSync(join(written, "list.ndjson")).mode & 0o077).toBe(0)
  expect(readFileSync(join(written, "list.ndjson"), "utf8")).not.toContain("person9@")
})

test("of what was handed out, a list that is written later has what no result has come back about", async () => {
  const { runId, openWork } = await planted(500)
  const stretch = await handOut(legal, openWork(legal), runId, { hours: 1 })
  if (!stretch) throw new Error("there is a stretch")
  await database.$executeRaw`UPDATE run_item SET state = 'accepted' WHERE run_id = ${runId}::uuid AND row < 400 AND state = 'sending'`
  await database.$executeRaw`UPDATE run_chunk SET sending = 90, accepted = 360 WHERE run_id = ${runId}::uuid`
  expect((await writeWorkList(legal, openWork(legal), stretch, { hasLetters: false })).letters).toBe(90)
})

test("two who hand out at once get different letters", async () => {
  const { runId, openWork, states } = await planted(2_000)
  const both = await Promise.all(
    [legal, support].map((ctx) => handOut(ctx, openWork(ctx), runId, { hours: 1, lettersMax: 1_000 })),
  )
  expect(both.map((one) => one?.fromChunk).sort()).toEqual([1, 3])
  expect(await states()).toEqual({ sending: 1_800, suppressed: 200 })
})

test("what has not come back by its deadline is unknown, and its chunk is done", async () => {
  const { runId, openWork, states, chunks } = await planted(600)
  await handOut(legal, openWork(legal), runId, { hours: 1, lettersMax: 500 })
  await endPastDeadlines(system)
  expect(await states()).toEqual({ sending: 450, suppressed: 50 })
  await database.runChunk.updateMany({
    where: { runId, number: 1 },
    data: { leaseUntil: new Date(Date.now() - 1) },
  })
  await Promise.all([endPastDeadlines(system), endPastDeadlines(system)])
  expect(await states()).toEqual({ unknown: 450, suppressed: 50 })
  expect((await chunks()).map(({ state }) => state)).toEqual(["done", "open"])
  expect(await countersAgree(database, runId)).toBe(true)
  const { reason, sentAt } = await database.runItem.findFirstOrThrow({ where: { runId, state: "unknown" } })
  expect(reason).toBe("No result came back in time")
  expect(sentAt).not.toBeNull()
})

test("nothing is handed out of a run that Tocsin sends, that waits, is paused or rests on an older revision", async () => {
  const own = await planted(500, { executor: "smtp" })
  await expect(handOut(legal, own.openWork(legal), own.runId, { hours: 1 })).rejects.toMatchObject({
    code: "precondition",
  })
  const { runId, incidentId, openWork, states } = await planted(500)
  const refused = async (data: object, code: string) => {
    await database.plannedRun.update({ where: { id: runId }, data })
    await expect(handOut(legal, openWork(legal), runId, { hours: 1 })).rejects.toMatchObject({ code })
  }
  await refused({ startsAt: new Date(Date.now() + 60_000) }, "precondition")
  await refused({ startsAt: new Date(0), state: "paused" }, "precondition")
  const evidence = await database.evidenceSet.findFirstOrThrow({ where: { incidentId } })
  await database.revision.create({
    data: {
      incidentId,
      number: 2,
      evidenceSetId: evidence.id,
      incidentFile: "",
      mappings: {},
      requestedBy: "system",
      completedAt: new Date(),
    },
  })
  await refused({ state: "running" }, "unavailable")
  expect(await states()).toEqual({})
  await expect(
    writeWorkList(legal, openWork(legal), { runId, fromChunk: 1, toChunk: 1 }, { hasLetters: false }),
  ).rejects.toMatchObject({ code: "precondition" })
})

test.each(["security", "administrator", "auditor"] as const)("%s hands nothing out", async (role) => {
  const { runId, openWork, states } = await planted(500)
  const ctx = await as(role)
  await expect(handOut(ctx, openWork(ctx), runId, { hours: 1 })).rejects.toMatchObject({ code: "forbidden" })
  await expect(
    writeWorkList(ctx, openWork(ctx), { runId, fromChunk: 1, toChunk: 1 }, { hasLetters: false }),
  ).rejects.toMatchObject({ code: "forbidden" })
  expect(await states()).toEqual({})
})

test.each([{ hours: 0 }, { hours: 10_000 }, { hours: 1, lettersMax: 1 }, { hours: 1, lettersMax: 1e9 }])(
  "%j is refused",
  async (input) => {
    const { runId, openWork } = await planted(500)
    await expect(handOut(legal, openWork(legal), runId, input)).rejects.toMatchObject({ code: "invalid" })
  },
)
