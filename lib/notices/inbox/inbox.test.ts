import { randomUUID } from "node:crypto"
import { createTransport } from "nodemailer"
import { beforeAll, describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { type OwnSink, ownSink } from "../../testing/own-sink.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { messageIdOf, tokenOf } from "../delivery/token.ts"
import { listInbox } from "./list-inbox.ts"
import { maskAddress } from "./mask-address.ts"
import { openLetter } from "./open-letter.ts"
import { OPEN_MINUTES } from "./opened-letter.ts"
import { readLetter } from "./read-letter.ts"
import { parseInboxQuery } from "./schemas.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, resources } = contextsOver(database, folder)
let own: OwnSink
let support: Context

const html = `<!doctype html><html lang="en"><style>p{color:red}</style><p>A camera</p><script>alert(1)</script></html>`

async function send(to: string, subject: string, messageId: string) {
  const transport = createTransport({ host: "127.0.0.1", port: own.port, secure: false, ignoreTLS: true })
  await transport.sendMail({
    from: { name: "Example Cameras", address: "care@example.org" },
    to,
    replyTo: "answers@example.org",
    subject,
    messageId,
    text: "A camera",
    html,
  })
  transport.close()
}

beforeAll(async () => {
  own = await ownSink(folder)
  support = await as("support")
})

/** A run with one letter, as it is in the ledger. */
async function letterInLedger() {
  const incident = await newIncident(await as("security"))
  const run = await database.plannedRun.create({
    data: { incidentId: incident.id, kind: "notices", number: 1, settings: {}, pace: {}, requestedBy: "x" },
  })
  const subject = "P-0000-0000-0001"
  const token = tokenOf(resources.secret("letters"), run.id, subject)
  await database.runItem.create({
    data: {
      runId: run.id,
      row: 0,
      chunk: 1,
      subject,
      variant: "owner_video/en/general",
      token,
      state: "accepted",
    },
  })
  return { incident, subject, token }
}

describe("the list", () => {
  test("has the newest letters first and shows no address", async () => {
    await send("kim@example.org", "A porch camera", `<${randomUUID()}@example.org>`)
    await send("sasha@example.net", "Another porch", `<${randomUUID()}@example.org>`)
    const { letters, total, older, isFull } = await listInbox(support, own.sink, {})
    expect(letters.slice(0, 2)).toMatchObject([
      { to: "s…@example.net", subject: "Another porch" },
      { to: "k…@example.org", subject: "A porch camera" },
    ])
    expect({ total, older, isFull }).toEqual({ total: 2, older: null, isFull: false })
    expect(JSON.stringify(letters)).not.toMatch(/kim|sasha/)
  })

  test("is searched by subject, and paged", async () => {
    for (let nth = 0; nth < 51; nth++) await send("kim@example.org", `Page ${nth}`, `<p${nth}@example.org>`)
    const first = await listInbox(
      support,
      own.sink,
      parseInboxQuery(new URLSearchParams("subject=PAGE&before=")),
    )
    expect(first.letters).toHaveLength(50)
    expect(first.letters[0]?.subject).toBe("Page 50")
    const rest = await listInbox(support, own.sink, { subject: "page", ...first.older })
    expect(rest.letters.map(({ subject }) => subject)).toEqual(["Page 0"])
    expect(rest.older).toBeNull()
  })

  test("is not for whoever may not see the inbox, and says when the sink is away", async () => {
    for (const role of ["administrator", "auditor"] as const)
      await expect(listInbox(await as(role), own.sink, {})).rejects.toMatchObject({ code: "forbidden" })
    const away = { ...own.sink, list: () => Promise.reject(new Error("away")) }
    await expect(listInbox(support, away, {})).rejects.toThrow("away")
  })

  test.each(["before=0", "before=x", "before=1e9", "other=1", `subject=${"x".repeat(201)}`])(
    "refuses an address with %.20s",
    (text) => {
      expect(() => parseInboxQuery(new URLSearchParams(text))).toThrow()
    },
  )

  test.each([
    ["kim@example.org", "k…@example.org"],
    ["k@example.org", "k…@example.org"],
    ["öko@example.org", "ö…@example.org"],
    ["@example.org", "…"],
    ["nobody", "…"],
    ["😀kim@example.org", "😀…@example.org"],
  ])("shows %s as %s", (address, masked) => expect(maskAddress(address)).toBe(masked))
})

describe("opening a letter", () => {
  const newest = async () => (await own.sink.list({ limit: 1 })).letters[0]?.id ?? 0

  test("stands in the trail of the incident whose letter it is, and shows it in all its forms", async () => {
    const { incident, subject, token } = await letterInLedger()
    await send("kim@example.org", "Your camera", messageIdOf(token, "example.org"))
    const id = await newest()
    const { opened } = await openLetter(support, own.sink, id)
    expect(await entriesOf(database, { act: "inbox.open", incidentId: incident.id })).toEqual([
      {
        act: "inbox.open",
        actor: support.actor.id,
        incidentId: incident.id,
        details: { letter: id, run: 1, pseudonym: subject },
      },
    ])
    const read = await readLetter(support, own.sink, id, opened)
    expect(read).toMatchObject({
      subject: "Your camera",
      from: "Example Cameras <care@example.org>",
      to: "kim@example.org",
      replyTo: "answers@example.org",
      text: "A camera\n",
      attachments: [],
      isSourceCut: false,
    })
    expect(read.html?.trim()).toBe(html)
    expect(read.headers.map(({ name }) => name)).toContain("Message-ID")
    expect(read.source).toContain("Subject: Your camera\r\n")
  })

  test("of nobody's run stands in the installation's trail, each time that it is opened", async () => {
    await send("kim@example.org", "A test", "<not-ours@example.org>")
    const id = await newest()
    for (const _ of [1, 2]) await openLetter(support, own.sink, id)
    const entries = await entriesOf(database, { act: "inbox.open", incidentId: null })
    expect(entries.map(({ details }) => details)).toEqual([{ letter: id }, { letter: id }])
  })

  test("opens it to the same member alone, that letter alone, for an hour", async () => {
    const id = await newest()
    const { opened } = await openLetter(support, own.sink, id)
    const later = { ...support, now: () => new Date(Date.now() + (OPEN_MINUTES + 1) * 60_000) }
    for (const [ctx, which, mark] of [
      [await as("support"), id, opened],
      [support, id - 1, opened],
      [support, id, undefined],
      [support, id, `${opened.slice(0, -1)}x`],
      [support, id, opened.replace(/^\d+/, (minutes) => String(Number(minutes) + 1))],
      [later, id, opened],
    ] as const)
      await expect(readLetter(ctx, own.sink, which, mark)).rejects.toMatchObject({ code: "forbidden" })
    expect((await readLetter(support, own.sink, id, opened)).letter.id).toBe(id)
  })

  test("is refused to other roles and for a letter that is not there, and nothing stands in the trail", async () => {
    const before = await entriesOf(database, { act: "inbox.open" })
    for (const role of ["administrator", "auditor"] as const)
      await expect(openLetter(await as(role), own.sink, 1)).rejects.toMatchObject({ code: "forbidden" })
    await expect(openLetter(support, own.sink, 999_999)).rejects.toMatchObject({ code: "not_found" })
    expect(await entriesOf(database, { act: "inbox.open" })).toEqual(before)
  })
})
