import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import { Browser } from "../testing/browser.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { changePassword } from "./change-password.ts"
import { openContext } from "./open-context.ts"
import { seedMember } from "./people/seed-member.ts"
import { endAllSessions } from "./sessions/end-all-sessions.ts"
import { endSession } from "./sessions/end-session.ts"
import { findActor } from "./sessions/find-actor.ts"
import { listSessions } from "./sessions/list-sessions.ts"
import { openSignIn } from "./sign-in.ts"
import { signInWithPassword } from "./sign-in-with-password.ts"

const { database } = await ownDatabase()
const { as, resources, system } = contextsOver(database, temporaryFolder())
const signIn = openSignIn(resources, "a secret of thirty-two characters!")
const PASSWORD = "correct horse battery"
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

/** A new member, and their address. */
async function member(role = "legal"): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.org`
  return { id: await seedMember(system, { email, name: "Kim", role, password: PASSWORD }), email }
}

/** A browser in which somebody has signed in. */
async function signedIn(email: string, password = PASSWORD): Promise<Browser> {
  const browser = new Browser({ "user-agent": FIREFOX })
  browser.keep((await signInWithPassword(signIn, { email, password }, browser.headers)).cookies)
  return browser
}

const actorOf = (browser: Browser) => findActor(signIn, browser.headers)

async function ownOf(browser: Browser) {
  const person = await actorOf(browser)
  if (!person) throw new Error("nobody is signed in")
  return { signIn, person, headers: browser.headers, ctx: openContext(resources, person) }
}

test("a person signs in however their address is written, with their role, and it stands in the trail", async () => {
  const { id, email } = await member()
  for (const typed of [email, email.toUpperCase(), ` ${email} `])
    expect(await actorOf(await signedIn(typed))).toMatchObject({ id, name: "Kim", email, role: "legal" })
  expect(await entriesOf(database, { act: "session.begin", details: { user: id } })).toHaveLength(3)
})

test("a wrong password, an unknown address and a deactivated member are refused alike", async () => {
  const [{ email }, gone] = [await member(), await member()]
  await database.user.update({ where: { id: gone.id }, data: { deactivatedAt: new Date() } })
  const refusals = await Promise.all([
    signedIn(email, "wrong horse battery").catch((error) => error),
    signedIn("max@example.org").catch((error) => error),
    signedIn("no address").catch((error) => error),
    signedIn(gone.email).catch((error) => error),
  ])
  expect(new Set(refusals.map(({ code, message }) => `${code} ${message}`)).size).toBe(1)
  expect(refusals[0]).toMatchObject({ code: "forbidden" })
  expect(await database.session.count({ where: { userId: gone.id } })).toBe(0)
})

test("an unknown address costs what a wrong password costs", async () => {
  const { email } = await member()
  const fastestMs = { [email]: Number.POSITIVE_INFINITY, "nobody@example.org": Number.POSITIVE_INFINITY }
  for (let round = 0; round < 4; round++)
    for (const typed of Object.keys(fastestMs)) {
      const startedAt = performance.now()
      await signedIn(typed, "wrong horse battery").catch(() => {})
      fastestMs[typed] = Math.min(fastestMs[typed] ?? 0, performance.now() - startedAt)
    }
  const [known = 0, unknown = 0] = Object.values(fastestMs)
  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

test("nobody makes an account of their own", async () => {
  const body = { email: "eve@example.org", password: PASSWORD, name: "Eve" }
  const response = await signIn.api.signUpEmail({ body, asResponse: true })
  expect([response.status, await database.user.count({ where: { email: body.email } })]).toEqual([400, 0])
})

test("a browser that was not signed in, or whose session was made up, is nobody", async () => {
  expect(await findActor(signIn, new Headers())).toBeNull()
  const cookie = "better-auth.session_token=made-up.signature"
  expect(await findActor(signIn, new Headers({ cookie }))).toBeNull()
})

describe("a session ends", () => {
  const shift = (id: string, minutes: number) =>
    database.session.updateMany({
      where: { userId: id },
      data: { lastSeenAt: new Date(Date.now() - minutes * 60_000) },
    })

  test("when nobody has used it for an hour, and a page that looks by itself is no use of it", async () => {
    const { id, email } = await member()
    const browser = await signedIn(email)
    await shift(id, 59)
    expect(await findActor(signIn, browser.headers, { isUse: false })).toMatchObject({ id })
    const seen = await database.session.findFirstOrThrow({ where: { userId: id } })
    expect(Date.now() - seen.lastSeenAt.getTime()).toBeGreaterThan(58 * 60_000)
    expect(await actorOf(browser)).toMatchObject({ id })
    const touched = await database.session.findFirstOrThrow({ where: { userId: id } })
    expect(Date.now() - touched.lastSeenAt.getTime()).toBeLessThan(60_000)
    await shift(id, 61)
    expect(await actorOf(browser)).toBeNull()
    expect(await database.session.count({ where: { userId: id } })).toBe(0)
  })

  test("after its hours, however much it is used, and no use makes them longer", async () => {
    const { id, email } = await member()
    const browser = await signedIn(email)
    const { expiresAt } = await database.session.findFirstOrThrow({ where: { userId: id } })
    expect((expiresAt.getTime() - Date.now()) / 3_600_000).toBeCloseTo(12, 1)
    const soon = new Date(Date.now() + 60_000)
    await database.session.updateMany({ where: { userId: id }, data: { expiresAt: soon } })
    expect(await actorOf(browser)).toMatchObject({ id })
    expect((await database.session.findFirstOrThrow({ where: { userId: id } })).expiresAt).toEqual(soon)
    await database.session.updateMany({
      where: { userId: id },
      data: { expiresAt: new Date(Date.now() - 1) },
    })
    expect(await actorOf(browser)).toBeNull()
  })

  test("when its member is deactivated, at once", async () => {
    const { id, email } = await member()
    const browser = await signedIn(email)
    await database.user.update({ where: { id }, data: { deactivatedAt: new Date() } })
    expect(await actorOf(browser)).toBeNull()
  })

  test("by its own member, one by one: the list says which is which", async () => {
    const { email } = await member()
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const own = await ownOf(here)
    const sessions = await listSessions(signIn, own.person)
    expect(sessions.map(({ isThis, browser }) => [isThis, browser])).toEqual([
      [true, "Firefox on Linux"],
      [false, "Firefox on Linux"],
    ])
    const other = sessions.find(({ isThis }) => !isThis)?.id ?? ""
    const stranger = await ownOf(await signedIn((await member()).email))
    await expect(endSession(stranger.ctx, other)).rejects.toMatchObject({ code: "not_found" })
    await endSession(own.ctx, other)
    expect([await actorOf(here), await actorOf(there)]).toEqual([expect.anything(), null])
    await expect(endSession(own.ctx, other)).rejects.toMatchObject({ code: "not_found" })
    expect(await entriesOf(database, { act: "session.end" })).toHaveLength(1)
  })

  test("everywhere, by its member or by an administrator, and nobody else", async () => {
    const { id, email } = await member()
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const [{ ctx }, administrator, auditor] = [
      await ownOf(here),
      await as("administrator"),
      await as("auditor"),
    ]
    await expect(endAllSessions(auditor, id)).rejects.toMatchObject({ code: "forbidden" })
    await expect(endAllSessions(administrator, "nobody")).rejects.toMatchObject({ code: "not_found" })
    expect(await endAllSessions(ctx, id)).toBe(2)
    expect([await actorOf(here), await actorOf(there)]).toEqual([null, null])
    expect(await endAllSessions(administrator, id)).toBe(0)
    const again = await signedIn(email)
    expect(await endAllSessions(administrator, id)).toBe(1)
    expect(await actorOf(again)).toBeNull()
    expect(await entriesOf(database, { act: "session.end_all", details: { user: id } })).toMatchObject([
      { actor: id, details: { sessions: 2 } },
      { actor: administrator.actor.id, details: { sessions: 1 } },
    ])
  })
})

describe("a new password", () => {
  test("needs the old one, ends all other sessions, and stands in the trail without either", async () => {
    const { id, email } = await member()
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const own = await ownOf(here)
    await expect(
      changePassword(own, { present: "wrong", next: "another horse battery" }),
    ).rejects.toMatchObject({ fields: { present: "This is not your password" } })
    await expect(changePassword(own, { present: PASSWORD, next: "short" })).rejects.toMatchObject({
      fields: { next: "Use at least 12 characters" },
    })
    here.keep(await changePassword(own, { present: PASSWORD, next: "another horse battery" }))
    expect([await actorOf(here), await actorOf(there)]).toEqual([expect.objectContaining({ id }), null])
    await expect(signedIn(email)).rejects.toMatchObject({ code: "forbidden" })
    await signedIn(email, "another horse battery")
    const trail = await entriesOf(database, { act: "password.change" })
    expect(trail).toMatchObject([{ actor: id }])
    expect(JSON.stringify(trail)).not.toMatch(/horse/)
  })
  test("is not there without its entry: whoever got another role meanwhile keeps the old one, and all sessions", async () => {
    const { id, email } = await member()
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const own = await ownOf(here)
    await database.user.update({ where: { id }, data: { role: "auditor" } })
    await expect(
      changePassword(own, { present: PASSWORD, next: "another horse battery" }),
    ).rejects.toMatchObject({ code: "forbidden" })
    expect([await actorOf(here), await actorOf(there)]).toMatchObject([{ id }, { id }])
    await signedIn(email)
    expect(await entriesOf(database, { act: "password.change", details: { user: id } })).toEqual([])
  })

  test("is given once, of two at once, and not in a session that has ended meanwhile", async () => {
    const { id, email } = await member()
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const owns = [await ownOf(here), await ownOf(there)]
    const settled = await Promise.allSettled(
      owns.map((own, at) => changePassword(own, { present: PASSWORD, next: `another horse battery ${at}` })),
    )
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(await database.session.count({ where: { userId: id } })).toBe(1)
    const won = settled.findIndex(({ status }) => status === "fulfilled")
    const [winner, loser] = [owns[won], owns[1 - won]]
    if (!winner || !loser) throw new Error("one of two wins")
    const present = `another horse battery ${won}`
    await expect(changePassword(loser, { present, next: PASSWORD })).rejects.toMatchObject({
      code: "forbidden",
    })
    await signedIn(email, present)
    expect(await entriesOf(database, { act: "password.change", details: { user: id } })).toHaveLength(1)
  })

  test("leaves the old token of its own session good for nothing", async () => {
    const { email } = await member()
    const here = await signedIn(email)
    const before = here.headers
    const cookies = await changePassword(await ownOf(here), {
      present: PASSWORD,
      next: "another horse battery",
    })
    expect(await findActor(signIn, before)).toBeNull()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/session_token=.*Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax/)
  })
})
