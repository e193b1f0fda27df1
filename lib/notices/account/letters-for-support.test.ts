import { expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { returnedMessages } from "../../testing/returned/returned-messages.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { readReport } from "../bounces/read-report.ts"
import { takeReport } from "../bounces/take-report.ts"
import { codeHashOf, codeOf } from "../delivery/token.ts"
import { findLetterByCode } from "./find-letter-by-code.ts"
import { listLettersOfPerson } from "./list-letters-of-person.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const support = await as("support")
const incident = await newIncident(await as("security"))
const first = await noticeRun(database, incident.id, {
  states: ["bounced", "accepted"],
  runState: "finished",
})
const second = await noticeRun(database, incident.id, {
  states: ["accepted", "queued"],
  runState: "finished",
})
const pseudonym = first.items[0]?.pseudonym ?? ""
const code = codeOf(system.secret("letter codes"), first.runId, pseudonym)
await database.runItem.update({
  where: { token: first.items[0]?.token ?? "" },
  data: { codeHash: new Uint8Array(codeHashOf(code)) },
})

test("support finds a letter by the code that its reader reads out, and learns no name by it", async () => {
  const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")
  expect(await findLetterByCode(support, typed)).toEqual({
    incidentId: incident.id,
    runId: first.runId,
    runNumber: 1,
    pseudonym,
    variant: "owner_video/en/general",
    state: "bounced",
    sentAt: expect.any(Date),
  })
})

test.each(["", "0000-0000-0000-0000", "no code at all", "' OR 1=1 --"])(
  "%j is no letter's code",
  async (typed) => {
    expect(await findLetterByCode(support, typed)).toBeNull()
  },
)

test("what was sent to somebody stands by runs, with what came back, and nothing of others", async () => {
  const token = second.items[0]?.token ?? ""
  await database.runLetter.create({
    data: {
      runId: second.runId,
      variant: "owner_video/en/general",
      part: "owner_video",
      locale: "en",
      subject: "Videos from your cameras",
      html: "<p>{{name}}</p>",
      text: "{{name}}",
      publicText: "Dear reader",
      sender: "Example <notices@notices.example>",
    },
  })
  const report = await readReport(Buffer.from(returnedMessages[0]?.text(token) ?? ""))
  await system.ledger((tx) => takeReport(tx, { source: "mailbox", sourceId: "one" }, report))
  const { letters, followUps } = await listLettersOfPerson(support, incident.id, pseudonym)
  expect(letters).toMatchObject([
    {
      runNumber: 2,
      state: "bounced",
      reason: "5.1.1, told by a delivery report",
      subject: "Videos from your cameras",
      text: "Dear reader",
      events: [{ source: "mailbox", says: "bounced", outcome: "A delivery report: accepted → bounced" }],
    },
    { runNumber: 1, state: "bounced", subject: null, events: [] },
  ])
  expect(followUps).toEqual([])
  expect((await listLettersOfPerson(support, incident.id, "P-ZZZZ-ZZZZ-ZZZZ")).letters).toEqual([])
})

test("the administrator sees none of it", async () => {
  const administrator = await as("administrator")
  await expect(findLetterByCode(administrator, code)).rejects.toMatchObject({ code: "forbidden" })
  await expect(listLettersOfPerson(administrator, incident.id, pseudonym)).rejects.toMatchObject({
    code: "forbidden",
  })
})
