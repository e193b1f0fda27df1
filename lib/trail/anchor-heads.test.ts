import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { join } from "node:path"
import { beforeEach, expect, test } from "vitest"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { mailRelay, shownText } from "../testing/mail-relay.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { anchorHeads, isAnchorDue } from "./anchor-heads.ts"
import { parseAnchorLines } from "./anchor-line.ts"
import { keepTrail } from "./keep-trail.ts"
import { verifyTrail } from "./verify-trail.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const file = join(folder, "anchors")
const over = (settings: Record<string, string>) => contextsOver(database, folder, { settings })
const { system, as } = over({ TOCSIN_TRAIL_ANCHOR: `file:${file}` })
const legal = await as("legal")

/** Something happens. */
const happen = () =>
  declareIncident(legal, { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" })
const later = (days: number) => ({ ...system, now: () => new Date(Date.now() + days * 24 * 3_600_000) })
const lines = () => parseAnchorLines(readFileSync(file, "utf8"), file)

const relay = await mailRelay()
const byMail = (url: string) =>
  over({
    TOCSIN_TRAIL_ANCHOR: "mailto:counsel@example.org?bcc=eve@example.org",
    TOCSIN_MAIL_URL: url,
    TOCSIN_MAIL_FROM: "Tocsin <tocsin@example.org>",
  }).system

beforeEach(async () => {
  await happen()
})

test("the ends of all chains go into the file, stand in the trail, and are held against it", async () => {
  const anchored = await anchorHeads(legal)
  const [line] = lines()
  expect(line).toMatchObject({ anchor: anchored?.anchor, at: anchored?.at, heads: anchored?.heads })
  expect(anchored?.heads).toHaveLength(
    (await database.trailChain.count({ where: { length: { gt: 0 } } })) - 1,
  )
  const [entry] = await entriesOf(database, { act: "trail.anchor" })
  expect(entry).toMatchObject({ actor: legal.actor.id, incidentId: null, details: { ...anchored } })
  expect(await verifyTrail(legal, lines())).toMatchObject({ broken: [], anchorsGiven: 1 })
})

test("nothing is anchored twice, and of two at once one anchors", async () => {
  const before = lines().length
  const both = await Promise.all([anchorHeads(system), anchorHeads(system)])
  expect(both.filter((one) => one !== null)).toHaveLength(1)
  expect(await anchorHeads(system)).toBeNull()
  expect(lines()).toHaveLength(before + 1)
})

test("it is due once a day, and only when something has happened", async () => {
  expect(await isAnchorDue(system)).toBe(false)
  expect(await anchorHeads(system, { isDue: true })).toBeNull()
  const tomorrow = later(1)
  expect(await isAnchorDue(tomorrow)).toBe(true)
  const both = await Promise.all([
    anchorHeads(tomorrow, { isDue: true }),
    anchorHeads(tomorrow, { isDue: true }),
  ])
  expect(both.filter((one) => one !== null)).toHaveLength(1)
  expect(await isAnchorDue(later(2))).toBe(false)
})

test("support may not, and without a place outside nobody can", async () => {
  await expect(anchorHeads(await as("support"))).rejects.toMatchObject({ code: "forbidden" })
  const nowhere = over({}).system
  await expect(anchorHeads(nowhere)).rejects.toMatchObject({ code: "precondition" })
  expect(await isAnchorDue(nowhere)).toBe(false)
})

test("counsel gets them by mail, alone, and can have them held against the trail", async () => {
  await anchorHeads(byMail(relay.url))
  const [mail = { to: [], raw: "" }] = relay.taken
  expect(mail.to).toEqual(["counsel@example.org"])
  expect(mail.raw).toMatch(/^Subject: Tocsin: the trail up to /m)
  expect(mail.raw).not.toContain("eve@")
  expect((await verifyTrail(legal, parseAnchorLines(shownText(mail), "mail.txt"))).broken).toEqual([])
})

test("what the place outside does not take is not anchored, is told without secrets, and is made up for", async () => {
  const before = await database.trailAnchor.count()
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve))
  const away = (closed.address() as AddressInfo).port
  await new Promise((resolve) => closed.close(resolve))
  await expect(anchorHeads(byMail(`smtp://kim:secret@127.0.0.1:${away}`))).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/^the mail relay 127\.0\.0\.1:\d+ did not take the mail \(E\w+\)$/),
  })
  const full = over({ TOCSIN_TRAIL_ANCHOR: "file:/dev/full" }).system
  await expect(anchorHeads(full)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching("ENOSPC"),
  })
  expect(await database.trailAnchor.count()).toBe(before)
  expect(await anchorHeads(system)).not.toBeNull()
})

test("a worker tells once why it cannot anchor, and goes on", async () => {
  const missing = join(folder, "not-there", "anchors")
  const stopping = new AbortController()
  const told: string[] = []
  const ctx = { ...over({ TOCSIN_TRAIL_ANCHOR: `file:${missing}` }).system, now: later(3).now }
  await keepTrail(
    ctx,
    (message) => {
      told.push(message)
      stopping.abort()
    },
    stopping.signal,
  )
  expect(told).toEqual([expect.stringMatching(/^the trail cannot be anchored just now.*not-there.*ENOENT/)])
  mkdirSync(join(folder, "not-there"))
  await anchorHeads(ctx, { isDue: true })
  expect(parseAnchorLines(readFileSync(missing, "utf8"), missing)).toHaveLength(1)
})

test("a file that holds no anchor, or half of one, is refused by its line", () => {
  const name = join(folder, "odd")
  writeFileSync(name, 'Dear counsel,\n\n{"format":"tocsin-an')
  expect(() => parseAnchorLines(readFileSync(name, "utf8"), "odd")).toThrow(/^odd: line 3 is no anchor/)
  expect(() => parseAnchorLines("hello\n", "odd")).toThrow("odd: there is no anchor of a trail in it")
  rmSync(name)
})
