import { randomUUID } from "node:crypto"
import { appendFile, readFile, rm, writeFile } from "node:fs/promises"
import PostalMime from "postal-mime"
import { beforeEach, describe, expect, test, vi } from "vitest"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { SignLetter } from "../../core/letter-transport.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { readConfig } from "../../platform/config.ts"
import { openReader } from "../../platform/engine/reader.ts"
import { openSecrets } from "../../platform/secrets.ts"
import { openSink } from "../../platform/sink/client.ts"
import { transportsOf } from "../../platform/smtp/open-transport.ts"
import { claimChunk } from "../../runs/claim-chunk.ts"
import { closeChunks } from "../../runs/close-chunks.ts"
import { createChunks } from "../../runs/create-chunks.ts"
import type { Item, Lease, NewItem, RunWork } from "../../runs/kind.ts"
import { listFile } from "../../runs/planning/run-folder.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { type FrozenPerson, frozenRun, VARIANT, writeList } from "../../testing/notices/frozen-run.ts"
import { ownSink } from "../../testing/own-sink.ts"
import { scriptedRelay } from "../../testing/scripted-relay.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { deliverLetters } from "./deliver-letters.ts"
import { disarmMail } from "./disarm-mail.ts"
import { codeOf, tokenOf } from "./token.ts"

const { database } = await ownDatabase()
const dataFolder = temporaryFolder()
const { sink, settings } = await ownSink(dataFolder)
const relay = await scriptedRelay()
const mail = { TOCSIN_MAIL_URL: `smtp://127.0.0.1:${relay.port}`, TOCSIN_MAIL_FROM: "tocsin@example.org" }
const config = readConfig({ TOCSIN_DATA: dataFolder, ...settings, ...mail })
const { system, as } = contextsOver(database, dataFolder, {
  settings: { ...settings, ...mail },
  results: openReader(config),
})
const openTransport = transportsOf(config, openSink(config, openSecrets(config)))
const user = deliverLetters({ openTransport, sign: null })
const forLong = (): Lease => ({ until: Infinity, over: new AbortController().signal })

let incidentId: string
beforeEach(async () => {
  const legal = await as("legal")
  incidentId = (
    await declareIncident(legal, { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" })
  ).id
  await sink.faults.clear()
  Object.assign(relay, { answer: () => undefined, taken: [], said: [] })
})

const freeze = (people: FrozenPerson[], more: Partial<Parameters<typeof frozenRun>[3]> = {}) =>
  frozenRun(database, system, incidentId, { people, ...more })

async function withWork<T>(run: PlannedRun, work: (work: RunWork) => Promise<T>, tools = user): Promise<T> {
  const opened = (await tools.open(system, run)) ?? expect.fail("a worker has something to do")
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

const itemOf = ({ row, subject, variant, token }: NewItem, attempt = 1): Item => ({
  row,
  subject,
  variant,
  token,
  attempt,
  chunk: 1,
  part: "owner_shown",
})

/** Fills and sends all that is queued. */
const sendAll = (run: PlannedRun, tools = user) =>
  withWork(
    run,
    async (work) => {
      const items = await work.fill(0, run.listRows ?? 0)
      const queued = items.filter(({ state = "queued" }) => state === "queued")
      return await Promise.all(queued.map((item) => work.perform(itemOf(item), forLong())))
    },
    tools,
  )

/** The letters in the sink to an address of this domain, read as a mail program does. */
async function received(domain: string) {
  const { letters } = await sink.list({ limit: 200 })
  const mine = letters.filter(({ to }) => to.some((address) => address.endsWith(`@${domain}`)))
  return await Promise.all(
    mine.reverse().map(async ({ id, to, from }) => {
      const { source } = await sink.get(id)
      return { ...(await PostalMime.parse(source)), to, envelope: from }
    }),
  )
}

/** A domain of addresses that no other test writes to. */
const ownDomain = () => `${randomUUID()}.example`

describe("the letters of a run", () => {
  test("go to each person once, with their own values, code and identity", async () => {
    const domain = ownDomain()
    const run = await freeze([
      { email: `one@${domain}`, fields: { name: "Kim {{code}} <b>", pictures: 7, viewers: 1 } },
      { email: `two@${domain}`, fields: { pictures: 1, viewers: 12 } },
    ])
    expect(await sendAll(run)).toMatchObject([{ state: "accepted" }, { state: "accepted" }])
    const letters = (await received(domain)).toSorted((a, b) => (a.to[0] ?? "").localeCompare(b.to[0] ?? ""))
    expect(letters).toHaveLength(2)
    const token = tokenOf(system.secret("letters"), run.id, "P-000000000000")
    const code = codeOf(system.secret("letter codes"), run.id, "P-000000000000")
    expect(letters[0]).toMatchObject({
      to: [`one@${domain}`],
      envelope: `bounce+${token}@example.org`,
      messageId: `<${token}@example.org>`,
      from: { name: "Example Cameras", address: "notices@example.org" },
      subject: "Pictures of your camera, shown to 1 other account",
    })
    expect(letters[0]?.text).toContain(code)
    expect(letters[0]?.text).toContain("7 pictures")
    expect(letters[0]?.html).toContain("&lt;b&gt;")
    expect(letters[1]?.text).toContain("1 picture")
    expect(letters[1]?.text).not.toContain(code)
  })

  test("come from who writes to their group, and answers go there; all have the identity of one domain", async () => {
    const domain = ownDomain()
    const variant = "owner_video/en/general"
    const run = await freeze(
      [{ email: `shown@${domain}` }, { email: `video@${domain}`, part: "owner_video", variant }],
      { settings: { senders: { owner_video: { name: "Example Care", address: "care@example.org" } } } },
    )
    expect(await sendAll(run)).toMatchObject([{ state: "accepted" }, { state: "accepted" }])
    const letters = (await received(domain)).toSorted((a, b) => (a.to[0] ?? "").localeCompare(b.to[0] ?? ""))
    const tokens = ["P-000000000000", "P-000000000001"].map((one) =>
      tokenOf(system.secret("letters"), run.id, one),
    )
    expect(letters).toMatchObject([
      {
        from: { name: "Example Cameras", address: "notices@example.org" },
        replyTo: [{ address: "notices@example.org" }],
        messageId: `<${tokens[0]}@example.org>`,
        envelope: `bounce+${tokens[0]}@example.org`,
      },
      {
        from: { name: "Example Care", address: "care@example.org" },
        replyTo: [{ address: "care@example.org" }],
        messageId: `<${tokens[1]}@example.org>`,
        envelope: `bounce+${tokens[1]}@example.org`,
      },
    ])
    const answers = await withWork(
      run,
      (work) =>
        work.lookUp?.(tokens.map((token, row) => ({ row, token }))) ??
        Promise.reject(new Error("no look-up")),
    )
    expect([...answers.values()]).toEqual(["there", "there"])
  })

  test("are put into the ledger as the list has them: token, hash of the code, and who gets none", async () => {
    const run = await freeze([{}, { email: null, skip: "no_address" }, { skip: "law_hold" }])
    const items = await withWork(run, (work) => work.fill(0, 3))
    expect(items).toMatchObject([
      { row: 0, subject: "P-000000000000", variant: VARIANT, token: expect.stringMatching(/^[0-9a-z]{26}$/) },
      { row: 1, state: "suppressed", reason: "no_address" },
      { row: 2, state: "suppressed", reason: "law_hold" },
    ])
    expect(items[0]).not.toHaveProperty("state")
    expect(items.map(({ codeHash }) => codeHash?.length)).toEqual([32, 32, 32])
    expect(new Set(items.map(({ token }) => token)).size).toBe(3)
  })

  test("go to whoever answers are for, by group", async () => {
    const domain = ownDomain()
    const replyTo = { owner_shown: "owners@example.org" }
    await sendAll(await freeze([{ email: `one@${domain}` }], { settings: { replyTo } }))
    await sendAll(
      await freeze([{ email: `two@${domain}`, part: "viewer_only", variant: "viewer_only/en/general" }]),
    )
    expect((await received(domain)).map(({ replyTo }) => replyTo?.[0]?.address)).toEqual([
      "owners@example.org",
      "notices@example.org",
    ])
  })

  test("to addresses that are none are refused, and the others go on", async () => {
    const domain = ownDomain()
    const bad = [
      "",
      "kim\r\nBcc: x@y.z",
      `<one@${domain}>`,
      `a@${domain},b@${domain}`,
      "k".repeat(300),
      `"k"@${domain}`,
    ]
    const run = await freeze([...bad, `last@${domain}`].map((email) => ({ email })))
    const outcomes = await sendAll(run)
    expect(outcomes.map(({ state }) => state)).toEqual([...bad.map(() => "rejected"), "accepted"])
    for (const { reason } of outcomes.slice(0, -1)) expect(reason).toMatch(/^5\.1\.3 the address /)
    expect(await received(domain)).toHaveLength(1)
  })

  test("are looked up where the sink took them, and where it did not", async () => {
    const domain = ownDomain()
    await sink.faults.add({ does: "drop_kept", to: `kept@${domain}` })
    await sink.faults.add({ does: "drop_lost", to: `lost@${domain}` })
    const run = await freeze(["kept", "lost"].map((name) => ({ email: `${name}@${domain}` })))
    expect(await sendAll(run)).toMatchObject([{ state: "unknown" }, { state: "unknown" }])
    await withWork(run, async (work) => {
      const [kept, lost] = (await work.fill(0, 2)).map(({ token }) => token) as [string, string]
      expect(await work.lookUp?.([kept, lost].map((token, row) => ({ row, token })))).toEqual(
        new Map([
          [kept, "there"],
          [lost, "absent"],
        ]),
      )
    })
    expect(await received(domain)).toHaveLength(1)
  })

  test("are tried again later each time, and never at once", async () => {
    const domain = ownDomain()
    await sink.faults.add({ does: "reply", code: 450, status: "4.2.1", at: "rcpt", to: `*@${domain}` })
    const run = await freeze([{ email: `one@${domain}` }])
    await withWork(run, async (work) => {
      const [item] = await work.fill(0, 1)
      const waits = [1, 2, 3, 7, 30].map(async (attempt) => {
        const outcome = await work.perform(itemOf(item as NewItem, attempt), forLong())
        return "againInS" in outcome ? [outcome.againInS, outcome.reason] : null
      })
      const reason = "4.2.1 the relay put off the recipient (450)"
      expect(await Promise.all(waits)).toEqual([60, 120, 240, 3_600, 3_600].map((s) => [s, reason]))
    })
  })

  test("are signed by what signs, or put off where that fails", async () => {
    const domain = ownDomain()
    const sign: SignLetter = async (message) => Buffer.concat([Buffer.from("X-Signed: yes\r\n"), message])
    const run = await freeze([{ email: `one@${domain}` }])
    await sendAll(run, deliverLetters({ openTransport, sign }))
    expect((await received(domain))[0]?.headers).toContainEqual(
      expect.objectContaining({ key: "x-signed", value: "yes" }),
    )
    const failing = deliverLetters({ openTransport, sign: () => Promise.reject(new Error("no key")) })
    expect(await sendAll(run, failing)).toMatchObject([{ state: "deferred", isPushback: true }])
  })

  test("that somebody else's system sends give a worker nothing to do", async () => {
    expect(await user.open(system, await freeze([{}], { settings: { executor: "external" } }))).toBeNull()
  })
})

describe("a letter never goes to somebody else", () => {
  test("when the list was written to, or replaced, before or while it is worked off", async () => {
    const people = [{}, {}]
    const before = await freeze(people)
    await appendFile(listFile(config, before), "x")
    await expect(user.open(system, before)).rejects.toMatchObject({ code: "precondition" })

    const later = await freeze(people)
    await withWork(later, async (work) => {
      const [item] = await work.fill(0, 2)
      await writeList(listFile(config, later), [{ row: 0 }, { row: 1 }])
      await expect(work.fill(0, 2)).rejects.toMatchObject({ code: "precondition" })
      // What was read before is still what was frozen.
      expect(await work.perform(itemOf(item as NewItem), forLong())).toMatchObject({ state: "accepted" })
    })

    const gone = await freeze(people)
    await rm(listFile(config, gone))
    await expect(user.open(system, gone)).rejects.toMatchObject({ code: "precondition" })
  })

  test("when the same bytes are put in its place, it goes on", async () => {
    const run = await freeze([{}])
    await withWork(run, async (work) => {
      const file = listFile(config, run)
      const bytes = await readFile(file)
      await rm(file)
      await writeFile(file, bytes)
      expect(await work.fill(0, 1)).toHaveLength(1)
    })
  })

  test("when an item is about another row, another run, or a row that is left out", async () => {
    const run = await freeze([{}, {}, { skip: "law_hold" }])
    const other = await freeze([{}, {}])
    const [theirs] = await withWork(other, (work) => work.fill(0, 1))
    await withWork(run, async (work) => {
      const [first, second, third] = await work.fill(0, 3)
      const wrong = [
        { ...(first as NewItem), row: 1 },
        { ...(second as NewItem), variant: "owner_video/en/general" },
        theirs as NewItem,
        third as NewItem,
      ]
      const before = (await sink.count()).letters
      for (const item of wrong)
        expect(await work.perform(itemOf(item), forLong())).toEqual({
          state: "rejected",
          reason: "the letter could not be made",
        })
      expect((await sink.count()).letters).toBe(before)
    })
  })

  test("when a letter has a mark that the values lack, nobody gets it", async () => {
    const run = await freeze([{}])
    await database.runLetter.updateMany({ where: { runId: run.id }, data: { text: "{{no_such_mark}}" } })
    await expect(sendAll(run).then((outcomes) => outcomes.map(({ state }) => state))).resolves.toEqual([
      "rejected",
    ])
  })
})

describe("what people were told meanwhile is looked up when a chunk is filled", () => {
  /** Another run that told the person of row 0 this, and what became of it. */
  async function toldBefore(
    state: "accepted" | "bounced" | "rejected" | "unknown" | "held" | "cancelled",
    variant = VARIANT,
  ) {
    const run = await freeze([{}], { data: { state: "finished", startedAt: new Date() } })
    const [item] = await withWork(run, (work) => work.fill(0, 1))
    const { row, subject, token } = item as NewItem
    await database.runItem.create({ data: { runId: run.id, row, chunk: 1, subject, variant, token, state } })
  }
  const filled = async (person: FrozenPerson) => {
    const [item] = await withWork(await freeze([person]), (work) => work.fill(0, 1))
    return item?.state ?? "queued"
  }

  test.each(["accepted", "unknown"] as const)(
    "a first letter after one that is %s is held",
    async (state) => {
      await toldBefore(state)
      expect(await filled({})).toBe("held")
    },
  )

  test.each(["bounced", "rejected", "held", "cancelled"] as const)(
    "a first letter after one that is %s goes out",
    async (state) => {
      await toldBefore(state)
      expect(await filled({})).toBe("queued")
    },
  )

  const up = { part: "owner_video.up", variant: "owner_video.up/en/general", told: "owner_shown" }

  test("a correction of what was told goes out; of what came back since, or was told otherwise, is held", async () => {
    await toldBefore("accepted")
    expect(await filled(up)).toBe("queued")
    await database.runItem.updateMany({ where: { run: { incidentId } }, data: { state: "bounced" } })
    expect(await filled(up)).toBe("held")
    await toldBefore("accepted", "owner_tapped/en/general")
    expect(await filled(up)).toBe("held")
  })

  test("and again when somebody takes a chunk that was filled before: what is overtaken meanwhile is held", async () => {
    await toldBefore("accepted")
    const started = {
      state: "running",
      startedAt: new Date(),
      startsAt: new Date(),
      checkedRevision: 0,
    } as const
    const run = await freeze([up, { part: "owner_video" }], { data: started })
    await system.ledger((tx) => createChunks(tx, run.id, [{ part: "owner_video", fromRow: 0, toRow: 2 }]))
    const workerId = randomUUID()
    const claim = () => withWork(run, (work) => claimChunk(system, run.id, workerId, work))
    const first = await claim()
    expect(first?.items.map(({ row }) => row)).toEqual([0, 1])
    await closeChunks(system, run.id, workerId, first ? [first.chunk] : [])
    await database.runItem.updateMany({
      where: { run: { incidentId, state: "finished" } },
      data: { state: "bounced" },
    })
    expect((await claim())?.items.map(({ row }) => row)).toEqual([1])
    const held = await database.runItem.findFirstOrThrow({ where: { runId: run.id, row: 0 } })
    expect(held).toMatchObject({
      state: "held",
      reason: "the letter that this one corrects has not arrived",
    })
    expect((await runCounts(system.db, run.id)).states).toMatchObject({ queued: 1, held: 1 })
  })

  test("other incidents' letters tell nothing", async () => {
    await toldBefore("accepted")
    const legal = await as("legal")
    incidentId = (
      await declareIncident(legal, { title: "Other", severity: "low", awareAt: "2024-02-16T10:00:00Z" })
    ).id
    expect(await filled({})).toBe("queued")
  })
})

describe("the way out", () => {
  /** A run that was approved for the relay. */
  const approvedForRelay = async (people: FrozenPerson[]) => {
    const way = { name: "smtp", relay: `127.0.0.1:${relay.port}` }
    const approval = await database.approval.create({
      data: {
        incidentId,
        act: "notice.send",
        input: {},
        digest: randomUUID(),
        plan: { sentences: [], facts: { way } },
        reason: "x",
        approverRole: "legal",
        requestedBy: "system",
        expiresAt: new Date(Date.now() + 60_000),
      },
    })
    return await freeze(people, { data: { approvalId: approval.id } })
  }
  const arm = (name = `127.0.0.1:${relay.port}`) =>
    database.mailArming.create({ data: { relay: name, armedBy: "system" } })
  beforeEach(() => database.mailArming.deleteMany())

  test("is the sink for what was not approved for a relay, whatever is armed", async () => {
    await arm()
    const domain = ownDomain()
    expect(await sendAll(await freeze([{ email: `one@${domain}` }]))).toMatchObject([{ state: "accepted" }])
    expect([(await received(domain)).length, relay.taken.length]).toEqual([1, 0])
  })

  test("is the armed relay for what was approved for it, and it cannot be asked", async () => {
    await arm()
    const domain = ownDomain()
    const run = await approvedForRelay([{ email: `one@${domain}` }])
    expect(await sendAll(run)).toMatchObject([{ state: "accepted" }])
    expect([(await received(domain)).length, relay.taken.length]).toEqual([0, 1])
    await withWork(run, async (work) => {
      expect(work.paceKey).toBe("smtp")
      expect(work.lookUp).toBeUndefined()
    })
  })

  test.each([
    ["nothing is armed", null],
    ["another relay is armed", "127.0.0.1:1"],
  ])("is none where %s: nothing is begun, and the sink gets none", async (_, name) => {
    if (name !== null) await arm(name)
    const run = await approvedForRelay([{}])
    const words = "The relay that these letters were approved for is not armed"
    await expect(user.open(system, run)).rejects.toMatchObject({ code: "precondition", message: words })
  })

  test("ends for a run under way when the relay is disarmed: what was begun is put off, nothing more is", async () => {
    await arm()
    const run = await approvedForRelay([{}, {}])
    const before = (await sink.count()).letters
    await withWork(run, async (work) => {
      const [first, second] = await work.fill(0, 2)
      expect(await work.perform(itemOf(first as NewItem), forLong())).toMatchObject({ state: "accepted" })
      await disarmMail(await as("administrator"))
      // Asked every two seconds.
      await vi.waitFor(() => expect(work.fill(0, 2)).rejects.toMatchObject({ code: "precondition" }), 5_000)
      expect(await work.perform(itemOf(second as NewItem), forLong())).toMatchObject({
        state: "deferred",
        isPushback: true,
      })
    })
    expect([(await sink.count()).letters, relay.taken.length]).toEqual([before, 1])
  })
})
