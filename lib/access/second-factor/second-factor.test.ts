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
})
