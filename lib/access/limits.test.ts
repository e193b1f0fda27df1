import { randomUUID } from "node:crypto"
import { expect, test, vi } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { type Attempt, forgiveAttempt, isFirstUse, TooManyAttempts, takeAttempt } from "./limits.ts"
import { seedMember } from "./people/seed-member.ts"
import { openSignIn } from "./sign-in.ts"
import { signInWithPassword } from "./sign-in-with-password.ts"

const { database } = await ownDatabase()
const { resources, system } = contextsOver(database, temporaryFolder())
const signIn = openSignIn(resources, "a secret of thirty-two characters!")
const PASSWORD = "correct horse battery"

async function member(): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.org`
  return { id: await seedMember(system, { email, name: "Kim", role: "legal", password: PASSWORD }), email }
}

const attemptBy = (client: string | null, account: string = randomUUID()): Attempt => ({
  at: "sign-in",
  account,
  member: null,
  client,
})

const tryAs = (email: string, password: string, client?: string) =>
  signInWithPassword(
    signIn,
    { email, password },
    new Headers(client === undefined ? {} : { "x-tocsin-client": client }),
  ).then(
    () => "in",
    (error) => (error instanceof TooManyAttempts ? "limit" : error.code),
  )

test("of fifty wrong passwords at once, ten come to be looked at, and the refusal stands once in the trail", async () => {
  const { id, email } = await member()
  const looked = vi.spyOn(signIn.api, "signInEmail")
  const answers = await Promise.all(Array.from({ length: 50 }, () => tryAs(email, "wrong horse battery")))
  expect(looked).toHaveBeenCalledTimes(10)
  looked.mockRestore()
  expect(answers.filter((one) => one === "limit")).toHaveLength(40)
  expect(await tryAs(email, PASSWORD), "even the right one has to wait").toBe("limit")
  expect(await entriesOf(database, { act: "session.refuse", details: { user: id } })).toMatchObject([
    { actor: "system", details: { at: "sign-in", by: "account" } },
  ])
})

test("fifty wrong passwords at once from one client lock that client out of the account, and nobody else", async () => {
  const { id, email } = await member()
  const looked = vi.spyOn(signIn.api, "signInEmail")
  const wrong = Array.from({ length: 50 }, () => tryAs(email, "wrong horse battery", "203.0.113.20"))
  const answers = await Promise.all(wrong)
  expect(looked).toHaveBeenCalledTimes(10)
  looked.mockRestore()
  expect(answers.filter((one) => one === "limit")).toHaveLength(40)
  expect(await tryAs(email, PASSWORD, "203.0.113.20")).toBe("limit")
  expect(await tryAs(email, PASSWORD, "203.0.113.21")).toBe("in")
  expect(await entriesOf(database, { act: "session.refuse", details: { user: id } })).toMatchObject([
    { actor: "system", details: { at: "sign-in", by: "account and client" } },
  ])
})

test("a network of IPv6 is one client, however many addresses it has", async () => {
  const account = randomUUID()
  for (let tried = 1; tried <= 10; tried++)
    await takeAttempt(system, attemptBy(`2001:db8:1:1::${tried}`, account))
  await expect(takeAttempt(system, attemptBy("2001:db8:1:1::ffff", account))).rejects.toThrow(TooManyAttempts)
  await takeAttempt(system, attemptBy("2001:db8:1:2::1", account))
})

test("from all clients together a hundred passwords are tried, and a right one gives no more of them", async () => {
  const by = (client: number) => attemptBy(`198.51.100.${client}`, "somebody")
  await Promise.all(Array.from({ length: 99 }, (_, tried) => takeAttempt(system, by(tried % 20))))
  await takeAttempt(system, by(97))
  await forgiveAttempt(system, by(97))
  await takeAttempt(system, by(98))
  await expect(takeAttempt(system, by(99))).rejects.toThrow(TooManyAttempts)
})

test("codes of a second factor are counted by account, wherever they come from", async () => {
  const account = randomUUID()
  const by = (client: string) => ({ ...attemptBy(client, account), at: "second-factor" as const })
  for (let tried = 0; tried < 10; tried++) await takeAttempt(system, by(`198.51.100.${tried}`))
  await expect(takeAttempt(system, by("198.51.100.50"))).rejects.toThrow(TooManyAttempts)
})

test("an address that nobody has is refused in the same words, and not written down in clear", async () => {
  const refusals: unknown[] = []
  for (const email of [(await member()).email, "eve@unknown.example"]) {
    for (let tried = 0; tried < 10; tried++) await tryAs(email, "wrong horse battery")
    const body = { email, password: PASSWORD }
    refusals.push(await signInWithPassword(signIn, body, new Headers()).catch(String))
  }
  expect(refusals[0]).toBe("AppError: There were too many attempts. Try again in 15 minutes.")
  expect(refusals[1]).toBe(refusals[0])
  const written = JSON.stringify([await entriesOf(database), await database.attemptCount.findMany()])
  expect(written).not.toContain("eve@")
  const [, refused] = (await entriesOf(database, { act: "session.refuse" })).slice(-2)
  expect(refused).toMatchObject({ details: { user: null, typed: expect.stringMatching(/^[0-9a-f]{12}$/) } })
})

test("a right password begins the count anew", async () => {
  const { email } = await member()
  for (let round = 0; round < 2; round++) {
    for (let tried = 0; tried < 9; tried++)
      expect(await tryAs(email, "wrong horse battery")).toBe("forbidden")
    expect(await tryAs(email, PASSWORD)).toBe("in")
  }
})

test("one client may try sixty accounts, and then locks nobody but itself", async () => {
  const victim = randomUUID()
  for (let tried = 0; tried < 60; tried++) await takeAttempt(system, attemptBy("203.0.113.7"))
  for (let tried = 0; tried < 20; tried++)
    await expect(takeAttempt(system, attemptBy("203.0.113.7", victim))).rejects.toThrow(TooManyAttempts)
  await takeAttempt(system, attemptBy("203.0.113.8", victim))
  await takeAttempt(system, attemptBy(null))
})

test("when its time is over a count begins anew, and counts of others that are over are swept", async () => {
  const account = randomUUID()
  for (let tried = 0; tried < 10; tried++) await takeAttempt(system, attemptBy(null, account))
  await expect(takeAttempt(system, attemptBy(null, account))).rejects.toMatchObject({ minutes: 15 })
  await database.attemptCount.updateMany({ data: { windowEnds: new Date(Date.now() - 1) } })
  await takeAttempt(system, attemptBy(null, account))
  expect(await database.attemptCount.count()).toBe(1)
})

test("of ten who use one code at once, one does", async () => {
  const uses = await Promise.all(Array.from({ length: 10 }, () => isFirstUse(system, "somebody", "123456")))
  expect(uses.filter(Boolean)).toHaveLength(1)
  expect(await isFirstUse(system, "somebody", "654321")).toBe(true)
})
