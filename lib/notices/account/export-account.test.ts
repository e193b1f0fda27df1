import { beforeAll, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { pseudonymKey, pseudonymOf } from "../../exposure/identities/pseudonym.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun, plantList, pseudonymAt } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { exportAccount } from "./export-account.ts"
import { recordFollowUp } from "./record-follow-up.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)

let runId = ""
let kim = ""
beforeAll(async () => {
  const result: Result = await classifiedRevision(security, system, incident, street({ log: [{}] }))
  kim = pseudonymOf(pseudonymKey(system, incident.id), "kim")
  const planted = await noticeRun(database, incident.id, {
    states: ["bounced", "accepted", "rejected"],
    pseudonyms: (row) => (row === 0 ? kim : pseudonymAt(row)),
  })
  runId = planted.runId
  expect(result.revision.number).toBe(1)
  await plantList(system, { id: runId, incidentId: incident.id }, 3)
  await database.runItem.updateMany({ where: { runId, row: 0 }, data: { reason: "=5.1.1" } })
  await recordFollowUp(await as("support"), incident.id, {
    pseudonyms: [kim],
    step: "call",
    note: "+ left, a message",
  })
})

const entries = ({ actor }: Context) =>
  entriesOf(database, { act: "list.export", incidentId: incident.id }).then((all) =>
    all.filter((entry) => entry.actor === actor.id),
  )
async function linesOf(pieces: Promise<AsyncGenerator<string>>): Promise<string[]> {
  let text = ""
  for await (const piece of await pieces) text += piece
  return text.trimEnd().split("\r\n")
}

test("the account in the console is by pseudonym, with what was done next, safe for a spreadsheet, and an entry", async () => {
  const auditor = await as("auditor")
  const [head, first, second, ...rest] = await linesOf(exportAccount(auditor, runId, "unreached"))
  expect(head).toBe(
    "pseudonym,part,variant,state,reason,attempts,sent_at,changed_at,next_step,next_note,next_at,later_run,later_state",
  )
  expect(first).toContain(`${kim},owner_video,owner_video/en/general,bounced,'=5.1.1,0,`)
  expect(first).toContain(`,call,"'+ left, a message",`)
  expect(second).toContain(`${pseudonymAt(2)},owner_video,owner_video/en/general,rejected,`)
  expect(rest).toEqual([])
  expect(await entries(auditor)).toMatchObject([
    { details: { list: "letters_unreached", run: 1, named: "no" } },
  ])
})

test("to whom the whole revision is revealed, it names whom the revision knows", async () => {
  const legal = await as("legal")
  await database.reveal.create({
    data: {
      incidentId: incident.id,
      revision: 1,
      memberId: legal.actor.id,
      reason: "Letters",
      expiresAt: new Date(Date.now() + 60_000),
    },
  })
  const [head, first] = await linesOf(exportAccount(legal, runId, "unreached"))
  expect(head).toMatch(/,account_id,email,name$/)
  expect(first).toContain("kim,kim@example.org")
  expect(await entries(legal)).toMatchObject([{ details: { named: "yes" } }])
})

test("to the system it names everybody as the letters had them", async () => {
  const lines = await linesOf(exportAccount(system, runId, "unreached"))
  expect(lines[1]).toMatch(/,account-0,person0@example\.org,Person 0$/)
  expect(lines[2]).toMatch(/,account-2,person2@example\.org,Person 2$/)
  const reached = await linesOf(exportAccount(system, runId, "reached"))
  expect(reached).toHaveLength(2)
  expect(reached[1]).toMatch(/,account-1,person1@example\.org,Person 1$/)
})

test("the administrator takes away nothing, and no entry says so", async () => {
  const administrator = await as("administrator")
  await expect(exportAccount(administrator, runId, "unreached")).rejects.toMatchObject({ code: "forbidden" })
  expect(await entries(administrator)).toEqual([])
})
