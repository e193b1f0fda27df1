import PostalMime from "postal-mime"
import { beforeEach, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import type { LetterForms } from "../../core/letters.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { openSecrets } from "../../platform/secrets.ts"
import { openSink } from "../../platform/sink/client.ts"
import { transportsOf } from "../../platform/smtp/open-transport.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { frozenRun, VARIANT } from "../../testing/notices/frozen-run.ts"
import { ownSink } from "../../testing/own-sink.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { LetterFacts } from "../letters/schemas.ts"
import { setFacts } from "../letters/set-facts.ts"
import { sendTestLetter } from "./send-test-letter.ts"

const { database } = await ownDatabase()
const dataFolder = temporaryFolder()
const { sink, settings, config } = await ownSink(dataFolder)
const { system, as } = contextsOver(database, dataFolder, { settings })
/** Letters that say little, for it is theirs to say more. */
const forms: LetterForms = {
  textOf: () => ({
    subject: "Pictures were shown to {{viewers}}",
    sections: { lead: "It was {{footage}}." },
  }),
  render: async ({ subject, blocks }) => {
    const text = blocks.map((block) => ("text" in block ? block.text : block.items.join("\n"))).join("\n\n")
    return { subject, text, html: `<!doctype html><p>${text}</p>` }
  },
}
const openTransport = transportsOf(config, openSink(config, openSecrets(config)))
const tools = { openTransport, sign: null, forms }
const facts: LetterFacts = {
  company: "Example Cameras",
  parentCompany: null,
  product: "Example Doorbell",
  securityPage: "example.org/security",
  checkPage: "example.org/letters",
  supportEmail: "help@example.org",
  supportPhone: null,
  supportHours: { en: "weekdays", de: "werktags" },
  postalAddress: "1 Example Street",
  happenedFrom: "2024-02-16T08:00:00Z",
  happenedTo: "2024-02-16T10:00:00Z",
  timeZone: "UTC",
  whatHappened: { en: "Pictures went astray.", de: "Bilder gingen fehl." },
  whatWeDid: { en: "We mended it.", de: "Wir haben es behoben." },
  mitigation: null,
  isDelayedByAuthority: false,
}

let legal: Context
let runId: string
let incidentId: string
beforeEach(async () => {
  legal = await as("legal")
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  incidentId = (await declareIncident(legal, declared)).id
  await setFacts(legal, incidentId, { version: 0, facts })
  const data = { plan: { variants: [{ variant: VARIANT, part: "owner_shown", letters: 1 }] } }
  const canary = {
    name: "Canary",
    cameras: [{ label: "Canary's", pictures: 7041, videos: 0, firstAt: "", lastAt: "" }],
  }
  runId = (await frozenRun(database, system, incidentId, { people: [{ fields: canary }], data })).id
  await sink.faults.clear()
})

const newest = async () => {
  const { letters } = await sink.list({ limit: 1 })
  const { source } = await sink.get(letters[0]?.id ?? 0)
  return { ...(await PostalMime.parse(source)), source: String(source) }
}
const entries = () => entriesOf(database, { incidentId, act: "notice.test_send" })
const input = (to = "kim@example.net") => ({ runId, variant: VARIANT, to })

test("one letter arrives, marked as a test, with values of nobody; the trail has the letter and no address", async () => {
  const { messageId, way } = await sendTestLetter(legal, tools, input())
  expect(way).toBe("sink")
  const letter = await newest()
  expect(letter).toMatchObject({
    messageId,
    subject: "[Test] Pictures were shown to 2 other accounts",
    from: { name: "Example Cameras", address: "notices@example.org" },
  })
  expect(letter.source).not.toMatch(/Canary|7041/)
  expect(await database.runItem.count({ where: { runId } })).toBe(0)
  expect(await entries()).toMatchObject([
    { actor: legal.actor.id, details: { run: 1, variant: VARIANT, domain: "example.net", way: "sink" } },
  ])
  expect(JSON.stringify(await entries())).not.toContain("kim")
})

test("of a run that has begun it is the letter that was kept", async () => {
  await database.plannedRun.update({
    where: { id: runId },
    data: { state: "running", startedAt: new Date() },
  })
  await sendTestLetter(legal, tools, input())
  expect((await newest()).text).toContain("Code: 0000-0000-0000-0000")
})

test("it is for whoever writes letters, for a letter of the run, and for an address", async () => {
  for (const role of ["security", "administrator", "auditor"] as const)
    await expect(sendTestLetter(await as(role), tools, input())).rejects.toMatchObject({ code: "forbidden" })
  await expect(
    sendTestLetter(legal, tools, { ...input(), variant: "owner_video/en/general" }),
  ).rejects.toMatchObject({ code: "not_found" })
  await expect(
    sendTestLetter(legal, tools, { ...input(), runId: "0196b1f0-0000-7000-8000-000000000001" }),
  ).rejects.toMatchObject({ code: "not_found" })
  for (const to of ["", "kim", "kim@example.net\r\nBcc: x@y.z", "a@example.net, b@example.net"])
    await expect(sendTestLetter(legal, tools, input(to))).rejects.toMatchObject({
      fields: { to: expect.stringMatching(/^The address /) },
    })
  expect(await entries()).toEqual([])
})

test("what is not taken is said, in words of ours", async () => {
  await sink.faults.add({ does: "reply", code: 550, status: "5.1.1", at: "rcpt", to: "nobody@example.net" })
  await sink.faults.add({ does: "drop_lost", to: "lost@example.net" })
  await expect(sendTestLetter(legal, tools, input("nobody@example.net"))).rejects.toMatchObject({
    code: "unavailable",
    message: "The letter was not taken: 5.1.1 the relay refused the recipient (550)",
  })
  await expect(sendTestLetter(legal, tools, input("lost@example.net"))).rejects.toMatchObject({
    message: expect.stringContaining("may have arrived or not"),
  })
})

test("twenty within an hour, also at once; others send on", async () => {
  const sent = await Promise.allSettled(
    Array.from({ length: 22 }, () => sendTestLetter(legal, tools, input())),
  )
  expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(20)
  await expect(sendTestLetter(legal, tools, input())).rejects.toMatchObject({ code: "limit" })
  await sendTestLetter(await as("support"), tools, input())
  const later = { ...legal, now: () => new Date(Date.now() + 3_601_000) }
  await sendTestLetter(later, tools, input())
})
