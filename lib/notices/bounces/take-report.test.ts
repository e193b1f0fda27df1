import { expect, test } from "vitest"
import type { ItemState } from "../../runs/rules.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { countersAgree, noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { returnedMessages } from "../../testing/returned/returned-messages.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { type MailReport, readReport, type Says } from "./read-report.ts"
import { takeReport } from "./take-report.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const incident = await newIncident(await as("security"))

let nth = 0
const origin = () => ({ source: "mailbox", sourceId: `message-${++nth}` })
const report = (says: Says, tokens: readonly string[], status: string | null = null): MailReport => ({
  says,
  status,
  tokens,
  words: "a delivery report",
})
const take = (said: MailReport, from = origin()) => system.ledger((tx) => takeReport(tx, from, said))

async function letter(state: ItemState) {
  const { runId, items } = await noticeRun(database, incident.id, { states: [state], runState: "finished" })
  const token = items[0]?.token ?? ""
  const now = () => database.runItem.findUniqueOrThrow({ where: { token } })
  return { runId, token, now }
}

test.each<[Says, ItemState, ItemState]>([
  ["bounced", "accepted", "bounced"],
  ["bounced", "unknown", "bounced"],
  ["bounced", "delivered", "bounced"],
  ["bounced", "sending", "bounced"],
  ["bounced", "rejected", "rejected"],
  ["bounced", "queued", "queued"],
  ["bounced", "held", "held"],
  ["bounced", "complained", "complained"],
  ["delivered", "accepted", "delivered"],
  ["delivered", "unknown", "delivered"],
  ["delivered", "bounced", "bounced"],
  ["delivered", "complained", "complained"],
  ["complained", "accepted", "complained"],
  ["complained", "delivered", "complained"],
  ["complained", "bounced", "bounced"],
  ["accepted", "unknown", "accepted"],
  ["accepted", "delivered", "delivered"],
  ["rejected", "unknown", "rejected"],
  ["deferred", "accepted", "accepted"],
  ["none", "accepted", "accepted"],
])("a report that says %s of a letter that is %s leaves it %s", async (says, before, after) => {
  const { token, runId, now } = await letter(before)
  const taken = await take(report(says, [token], "5.1.1"))
  expect(taken).toMatchObject({ isNew: true, hasMoved: before !== after })
  const item = await now()
  expect(item.state).toBe(after)
  if (before !== after) expect(item.reason).toBe("5.1.1, told by a delivery report")
  expect(await countersAgree(database, runId)).toBe(true)
  expect(await database.mailEvent.findFirst({ where: { token } })).toMatchObject({ says })
})

test("what comes twice from one place counts once, and its event says what was done the first time", async () => {
  const { token, now } = await letter("accepted")
  const from = origin()
  const first = await take(report("delivered", [token]), from)
  const again = await take(report("bounced", [token]), from)
  expect(first.outcome).toBe("A delivery report: accepted → delivered")
  expect(again).toEqual({ isNew: false, hasMoved: false, outcome: first.outcome })
  expect((await now()).state).toBe("delivered")
})

test("twenty takers of one report move its letter once", async () => {
  const { token, runId } = await letter("accepted")
  const from = origin()
  const taken = await Promise.all(Array.from({ length: 20 }, () => take(report("bounced", [token]), from)))
  expect(taken.filter(({ hasMoved }) => hasMoved)).toHaveLength(1)
  expect(await database.mailEvent.count({ where: from })).toBe(1)
  expect(await countersAgree(database, runId)).toBe(true)
})

test("a report about none of our letters is kept, without what it names", async () => {
  const from = origin()
  const stranger = "0".repeat(26)
  expect(await take(report("bounced", [stranger]), from)).toMatchObject({ hasMoved: false })
  expect(await database.mailEvent.findFirst({ where: from })).toMatchObject({
    token: null,
    says: "bounced",
    outcome: "A delivery report: about none of our letters",
  })
})

test("of several letters that it may be about, the first that is ours is meant", async () => {
  const [one, other] = [await letter("accepted"), await letter("accepted")]
  await take(report("bounced", ["0".repeat(26), other.token, one.token]))
  expect((await other.now()).state).toBe("bounced")
  expect((await one.now()).state).toBe("accepted")
})

test("a report that contradicts what is known says so and moves nothing", async () => {
  const { token } = await letter("bounced")
  expect((await take(report("delivered", [token]))).outcome).toBe(
    "A delivery report: it says delivered, but the letter is bounced",
  )
})

test("nothing that a message wrote stands in the ledger: the whole corpus, against one letter each", async () => {
  for (const { text, says, name } of returnedMessages) {
    const { token, now } = await letter("accepted")
    const from = origin()
    await take(await readReport(Buffer.from(text(token))), from)
    const item = await now()
    const moved = says === "none" || says === "deferred" ? "accepted" : says
    const event = await database.mailEvent.findFirstOrThrow({ where: from })
    expect([name, item.state], name).toEqual([name, event.token === null ? "accepted" : moved])
    expect(`${item.reason ?? ""} ${event.outcome}`, name).toMatch(/^[\w .,:;→-]*$/)
  }
})
