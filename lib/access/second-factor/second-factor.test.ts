import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import { Browser } from "../../testing/browser.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { totpOf } from "../../testing/totp.ts"
import { openContext } from "../open-context.ts"
import { seedMember } from "../people/seed-member.ts"
import { findActor } from "../sessions/find-actor.ts"
import { openSignIn } from "../sign-in.ts"
import { signInWithPassword } from "../sign-in-with-password.ts"
import { passSecondFactor } from "./pass-second-factor.ts"
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from "./set-second-factor.ts"

const { database } = await ownDatabase()
const { resources, system } = contextsOver(database, temporaryFolder(), {
  settings: { TOCSIN_SECOND_FACTOR: "required" },
})
const signIn = openSignIn(resources, "a secret of thirty-two characters!")
const password = "correct horse battery"

async function member(): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.org`
  return { id: await seedMember(system, { email, name: "Kim", role: "legal", password }), email }
}

async function afterPassword(email: string): Promise<Browser> {
  const browser = new Browser()
  browser.keep((await signInWithPassword(signIn, { email, password }, browser.headers)).cookies)
  return browser
}

async function ownOf(browser: Browser) {
  const person = await findActor(signIn, browser.headers)
  if (!person) throw new Error("nobody is signed in")
  return { signIn, person, headers: browser.headers, ctx: openContext(resources, person) }
}

/** A member with a second factor: its secret and its backup codes. */
async function memberWithFactor() {
  const { id, email } = await member()
  const browser = await afterPassword(email)
  const { secret, address } = await beginSecondFactor(await ownOf(browser), password)
  const { cookies, kept } = await confirmSecondFactor(await ownOf(browser), totpOf(secret, -1))
  browser.keep(cookies)
  return { id, email, browser, secret, address, codes: kept }
}

const pass = async (browser: Browser, code: string) => {
  const admission = await passSecondFactor(signIn, code, browser.headers)
  browser.keep(admission.cookies)
  return (await findActor(signIn, browser.headers))?.id
}

test("a second factor is set with the password and a code of it, and gives ten backup codes once", async () => {
  const { id, email } = await member()
  const browser = await afterPassword(email)
  const own = await ownOf(browser)
  expect(own.person).toMatchObject({ hasSecondFactor: false, isSecondFactorMissing: true })
  await expect(beginSecondFactor(own, "wrong")).rejects.toMatchObject({
    fields: { password: "This is not your password" },
  })
  const { address, secret } = await beginSecondFactor(own, password)
  expect(address).toMatch(/^otpauth:\/\/totp\/Tocsin/)
  await expect(confirmSecondFactor(own, "000000")).rejects.toMatchObject({ code: "invalid" })
  expect(await afterPassword(email), "until it is confirmed it is worth nothing").toBeInstanceOf(Browser)
  const { cookies, kept } = await confirmSecondFactor(own, totpOf(secret))
  expect(new Set(kept).size).toBe(10)
  browser.keep(cookies)
  const { person } = await ownOf(browser)
  expect(person).toMatchObject({ id, hasSecondFactor: true, isSecondFactorMissing: false })
  expect(await entriesOf(database, { act: "second_factor.set" })).toMatchObject([{ actor: id }])
  const stored = JSON.stringify(await database.twoFactor.findMany())
  expect(stored).not.toContain(secret)
  expect(stored).not.toContain(kept[0])
  await expect(beginSecondFactor(await ownOf(browser), password)).rejects.toMatchObject({ code: "conflict" })
})

describe("with a second factor", () => {
  test("a password alone opens no session; a code does, and stands in the trail as such", async () => {
    const { id, email, secret } = await memberWithFactor()
    const browser = await afterPassword(email)
    expect(await findActor(signIn, browser.headers)).toBeNull()
    expect(await pass(browser, totpOf(secret))).toBe(id)
    expect(await entriesOf(database, { act: "session.begin", details: { user: id } })).toMatchObject([
      { details: { by: "password" } },
      { details: { by: "second factor" } },
    ])
  })

  test("a code works once, and of two browsers at once for one", async () => {
    const { email, secret } = await memberWithFactor()
    const browsers = [await afterPassword(email), await afterPassword(email)]
    const code = totpOf(secret)
    const settled = await Promise.allSettled(browsers.map((browser) => pass(browser, code)))
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    await expect(pass(await afterPassword(email), code)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("a backup code works once", async () => {
    const { id, email, codes } = await memberWithFactor()
    const code = codes[3] ?? ""
    expect(await pass(await afterPassword(email), code)).toBe(id)
    await expect(pass(await afterPassword(email), code)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("codes are not guessed: five wrong ones end the sign-in, ten make the member wait", async () => {
    const { email, secret } = await memberWithFactor()
    const answers: string[] = []
    for (let round = 0; round < 3; round++) {
      const browser = await afterPassword(email)
      for (let tried = 0; tried < 6; tried++)
        answers.push(await pass(browser, `00000${tried}`).catch(({ code }) => code))
    }
    expect(new Set(answers.slice(0, 5))).toEqual(new Set(["forbidden"]))
    expect(answers[5]).toBe("precondition")
    expect(answers.at(-1)).toBe("limit")
    await expect(pass(await afterPassword(email), totpOf(secret, 1))).rejects.toMatchObject({ code: "limit" })
  })

  test("a code proves nothing for whoever gave no password, whatever session they have", async () => {
    const { secret } = await memberWithFactor()
    const stranger = await memberWithFactor()
    await expect(pass(new Browser(), totpOf(secret))).rejects.toMatchObject({ code: "precondition" })
    await expect(pass(stranger.browser, totpOf(stranger.secret))).rejects.toMatchObject({
      code: "precondition",
    })
  })

  test("it is removed with both the password and a code", async () => {
    const { id, email, browser, secret } = await memberWithFactor()
    const own = await ownOf(browser)
    const code = totpOf(secret)
    await expect(removeSecondFactor(own, { password: "wrong", code })).rejects.toMatchObject({
      fields: { password: "This is not your password" },
    })
    await expect(removeSecondFactor(own, { password, code: "000000" })).rejects.toMatchObject({
      code: "invalid",
    })
    browser.keep((await removeSecondFactor(own, { password, code })).cookies)
    expect((await ownOf(browser)).person).toMatchObject({ id, hasSecondFactor: false })
    expect(await database.twoFactor.count({ where: { userId: id } })).toBe(0)
    expect(await entriesOf(database, { act: "second_factor.remove" })).toMatchObject([{ actor: id }])
    expect(await findActor(signIn, (await afterPassword(email)).headers)).toMatchObject({ id })
  })
  test("it is not removed without its entry: whoever got another role meanwhile keeps it, and the session", async () => {
    const { id, browser, secret, codes } = await memberWithFactor()
    const own = await ownOf(browser)
    const before = await database.twoFactor.findMany({ where: { userId: id } })
    await database.user.update({ where: { id }, data: { role: "auditor" } })
    for (const code of [totpOf(secret), codes[0] ?? ""])
      await expect(removeSecondFactor(own, { password, code })).rejects.toMatchObject({ code: "forbidden" })
    expect(await database.twoFactor.findMany({ where: { userId: id } })).toEqual(before)
    expect((await ownOf(browser)).person).toMatchObject({ id, hasSecondFactor: true })
    expect(await entriesOf(database, { act: "second_factor.remove", details: { user: id } })).toEqual([])
  })

  test("it is removed by a backup code too, once, of two at once", async () => {
    const { id, email, browser, codes } = await memberWithFactor()
    const other = await afterPassword(email)
    await pass(other, codes[0] ?? "")
    const owns = [await ownOf(browser), await ownOf(other)]
    const settled = await Promise.allSettled(
      owns.map((own, at) => removeSecondFactor(own, { password, code: codes[at + 1] ?? "" })),
    )
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(await entriesOf(database, { act: "second_factor.remove", details: { user: id } })).toHaveLength(1)
  })
})

describe("setting it", () => {
  test("does nothing without its entry: whoever got another role meanwhile has no factor, and is not locked out", async () => {
    const { id, email } = await member()
    const browser = await afterPassword(email)
    const own = await ownOf(browser)
    const { secret } = await beginSecondFactor(own, password)
    await database.user.update({ where: { id }, data: { role: "auditor" } })
    await expect(confirmSecondFactor(own, totpOf(secret))).rejects.toMatchObject({ code: "forbidden" })
    expect((await ownOf(browser)).person).toMatchObject({ id, hasSecondFactor: false })
    expect(await database.twoFactor.findMany({ where: { userId: id } })).toMatchObject([{ verified: false }])
    expect(await findActor(signIn, (await afterPassword(email)).headers)).toMatchObject({ id })
    expect(await entriesOf(database, { act: "second_factor.set", details: { user: id } })).toEqual([])
  })

  test("happens once, of two browsers at once with two right codes", async () => {
    const { id, email } = await member()
    const owns = [await ownOf(await afterPassword(email)), await ownOf(await afterPassword(email))]
    const [own] = owns
    const { secret } = await beginSecondFactor(own ?? (await ownOf(new Browser())), password)
    const settled = await Promise.allSettled(
      owns.map((one, at) => confirmSecondFactor(one, totpOf(secret, -at))),
    )
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(settled.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    })
    expect(await entriesOf(database, { act: "second_factor.set", details: { user: id } })).toHaveLength(1)
  })

  test("needs a code of the authenticator: the backup codes beside it are not known yet", async () => {
    const { id, email } = await member()
    const own = await ownOf(await afterPassword(email))
    await beginSecondFactor(own, password)
    const { backupCodes } = await signIn.api.viewBackupCodes({ body: { userId: id } })
    await expect(confirmSecondFactor(own, backupCodes[0] ?? "")).rejects.toMatchObject({ code: "invalid" })
  })
})
