import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { projectRoot } from "../../platform/config.ts"
import { openMaildir } from "../../platform/maildir.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { countersAgree, noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { returnedMessages } from "../../testing/returned/returned-messages.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { keepReadingMailbox, readMailbox } from "./keep-reading-mailbox.ts"

const { database, url } = await ownDatabase()
const folder = temporaryFolder()
const { system, as } = contextsOver(database, folder)
const incident = await newIncident(await as("security"))
const [postfix] = returnedMessages

function maildir() {
  const at = join(folder, randomUUID())
  for (const part of ["tmp", "new", "cur"]) mkdirSync(join(at, part), { recursive: true })
  let nth = 0
  const names = (part: "new" | "cur") => readdirSync(join(at, part)).sort()
  return {
    at,
    mailbox: openMaildir(at),
    /** As a mail server delivers: written aside, then put in place. */
    deliver(text: string | Buffer, name = `${++nth}.M1P2.${randomUUID()}`) {
      writeFileSync(join(at, "tmp", name), text)
      renameSync(join(at, "tmp", name), join(at, "new", name))
      return name
    },
    names,
  }
}

async function letters(count: number) {
  return await noticeRun(database, incident.id, {
    states: Array.from({ length: count }, () => "accepted"),
    runState: "finished",
  })
}
const bounced = (runId: string) => database.runItem.count({ where: { runId, state: "bounced" } })
const about = (token: string) => postfix?.text(token) ?? ""

test("reports are read, count, and lie in cur as seen", async () => {
  const { mailbox, deliver, names } = maildir()
  const { runId, items } = await letters(3)
  const delivered = items.map(({ token }) => deliver(about(token)))
  expect(await readMailbox(system, mailbox)).toBe(3)
  expect(await bounced(runId)).toBe(3)
  expect(names("new")).toEqual([])
  expect(names("cur")).toEqual(delivered.map((name) => `${name}:2,S`).sort())
  expect(await readMailbox(system, mailbox)).toBe(0)
  expect(await countersAgree(database, runId)).toBe(true)
})

/** A process that reads the mailbox, and is killed at the very place. */
async function killedReader(
  at: string,
  place: "before its commit" | "before its mark",
): Promise<string | null> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", killedReaderCode],
    {
      cwd: projectRoot,
      env: { ...process.env, TEST_URL: url, TEST_AT: at, TEST_DATA: folder, TEST_PLACE: place },
    },
  )
  const [, signal] = await once(child, "exit")
  return signal
}

const killedReaderCode = `
  const { openDatabase } = await import("./lib/platform/db/client.ts")
  const { contextsOver } = await import("./lib/testing/database/contexts.ts")
  const { openMaildir } = await import("./lib/platform/maildir.ts")
  const { readMailbox } = await import("./lib/notices/bounces/keep-reading-mailbox.ts")
  const { TEST_URL, TEST_AT, TEST_DATA, TEST_PLACE } = process.env
  const kill = () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}) }
  const { system } = contextsOver(openDatabase(TEST_URL), TEST_DATA)
  const mailbox = openMaildir(TEST_AT)
  const isBefore = TEST_PLACE === "before its commit"
  await readMailbox(
    isBefore ? { ...system, ledger: (work) => system.ledger(async (tx) => { await work(tx); await kill() }) } : system,
    isBefore ? mailbox : { ...mailbox, markRead: kill },
  )`

test.each([
  ["before its commit", 0],
  ["before its mark", 1],
] as const)(
  "whoever is killed %s leaves the message to the next, and it counts once",
  async (place, counted) => {
    const { at, mailbox, deliver, names } = maildir()
    const { runId, items } = await letters(1)
    const name = deliver(about(items[0]?.token ?? ""))
    expect(await killedReader(at, place)).toBe("SIGKILL")
    expect(await bounced(runId)).toBe(counted)
    expect(names("new")).toEqual([name])
    await readMailbox(system, mailbox)
    expect(await bounced(runId)).toBe(1)
    expect(names("new")).toEqual([])
    expect(await database.mailEvent.count({ where: { sourceId: name } })).toBe(1)
    expect(await countersAgree(database, runId)).toBe(true)
  },
)

test("two readers of one mailbox lose nothing and count nothing twice", async () => {
  const { at, mailbox, deliver, names } = maildir()
  const { runId, items } = await letters(100)
  for (const { token } of items) deliver(about(token))
  await Promise.all([readMailbox(system, mailbox), readMailbox(system, openMaildir(at))])
  expect(await bounced(runId)).toBe(100)
  expect(names("new")).toEqual([])
  expect(names("cur")).toHaveLength(100)
  const tokens = items.map(({ token }) => token)
  expect(await database.mailEvent.count({ where: { token: { in: tokens } } })).toBe(100)
})

test("what is no message is left alone, what cannot be read is named, and neither stops anybody", async () => {
  const { at, mailbox, deliver, names } = maildir()
  const { runId, items } = await letters(1)
  mkdirSync(join(at, "new", "a-folder"))
  symlinkSync("/etc/passwd", join(at, "new", "a-link"))
  writeFileSync(join(at, "new", ".hidden"), "x")
  const empty = deliver("")
  const secret = deliver("From: x\n\nx")
  chmodSync(join(at, "new", secret), 0o000)
  deliver(about(items[0]?.token ?? ""))
  await readMailbox(system, mailbox)
  expect(await bounced(runId)).toBe(1)
  expect(names("new")).toEqual([".hidden", "a-folder", "a-link"])
  expect(await database.mailEvent.findMany({ where: { sourceId: { in: [empty, secret] } } })).toHaveLength(2)
})

test("of a very long message only the beginning is read", async () => {
  const { at, mailbox, deliver } = maildir()
  const { runId, items } = await letters(1)
  const name = deliver(
    Buffer.concat([Buffer.from(about(items[0]?.token ?? "")), Buffer.alloc(64 * 1024 * 1024, 120)]),
  )
  const before = process.memoryUsage().arrayBuffers
  const beginning = await mailbox.read(name, 1_000)
  expect(beginning).toMatchObject({ isWhole: false })
  expect(beginning?.bytes).toHaveLength(1_000)
  await readMailbox(system, mailbox)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
  expect(await bounced(runId)).toBe(1)
  expect(existsSync(join(at, "cur", `${name}:2,S`))).toBe(true)
})

test("a mailbox that is away is waited for, and a message that comes is read", async () => {
  const at = join(folder, randomUUID())
  const stopping = new AbortController()
  const loop = keepReadingMailbox(system, openMaildir(at), stopping.signal)
  mkdirSync(join(at, "new"), { recursive: true })
  const { runId, items } = await letters(1)
  writeFileSync(join(at, "new", "one"), about(items[0]?.token ?? ""))
  await expect.poll(() => bounced(runId), { timeout: 10_000, interval: 50 }).toBe(1)
  stopping.abort()
  await loop
})
