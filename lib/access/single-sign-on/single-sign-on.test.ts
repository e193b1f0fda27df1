import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { Browser } from "../../testing/browser.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { CLIENT, type ProviderIdentity, startProvider } from "../../testing/oidc-provider.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { deactivateMember } from "../people/deactivate-member.ts"
import { inviteMember } from "../people/invite-member.ts"
import { seedMember } from "../people/seed-member.ts"
import { findActor } from "../sessions/find-actor.ts"
import { openSignIn } from "../sign-in.ts"
import { signInWithPassword } from "../sign-in-with-password.ts"
import { CALLBACK_PATH } from "./open-provider.ts"
import { beginSingleSignOn, endSingleSignOn } from "./sign-in-through-provider.ts"

const CONSOLE = "http://localhost:4600"
const provider = await startProvider([`${CONSOLE}${CALLBACK_PATH}`])
afterAll(() => provider.close())
const { database } = await ownDatabase()
const settings = {
  TOCSIN_OIDC_ISSUER: provider.issuer,
  TOCSIN_OIDC_CLIENT_ID: CLIENT.id,
  TOCSIN_OIDC_CLIENT_SECRET: CLIENT.secret,
}
const { as, resources, system } = contextsOver(database, temporaryFolder(), { settings })
const signIn = openSignIn(resources, "a secret of thirty-two characters!")
const administrator = await as("administrator")

function someIdentity(more: Partial<ProviderIdentity> = {}): ProviderIdentity {
  return { sub: randomUUID(), email: `${randomUUID()}@example.org`, email_verified: true, ...more }
}

const invite = (email: string) => inviteMember(administrator, { email, name: "Kim", role: "legal" })

/** Goes to the provider in a browser, signs in there, and comes back to the console's address with its answer. */
async function walk(identity: ProviderIdentity, browser: Browser): Promise<URL> {
  provider.signInAs(identity)
  const begun = await beginSingleSignOn(signIn, "/incidents/INC-7", browser.headers)
  browser.keep(begun.cookies)
  const elsewhere = new Browser()
  let address = new URL(begun.address)
  expect(address.searchParams.get("code_challenge_method")).toBe("S256")
  expect(address.searchParams.get("nonce")).toMatch(/.{20}/)
  while (address.origin === provider.issuer) {
    const answer = await fetch(address, { redirect: "manual", headers: elsewhere.headers })
    elsewhere.keep(answer.headers.getSetCookie())
    const location = answer.headers.get("location")
    if (location === null) throw new Error(`the provider shows a page: ${await answer.text()}`)
    address = new URL(location, address)
  }
  return address
}

const comeBack = (address: URL, browser: Browser) =>
  endSingleSignOn(signIn, Object.fromEntries(address.searchParams), browser.headers)

/** Signs in through the provider; gives who they are, or why they were not let in. */
async function through(identity: ProviderIdentity) {
  const browser = new Browser()
  const onward = await comeBack(await walk(identity, browser), browser)
  browser.keep(onward.cookies)
  return { browser, onward, person: await findActor(signIn, browser.headers) }
}

test("whoever was invited comes in by single sign-on alone, which accepts the invitation, and comes back later", async () => {
  const identity = someIdentity()
  await invite(identity.email)
  const { onward, person } = await through(identity)
  expect(onward.address).toBe("/incidents/INC-7")
  expect(person).toMatchObject({ email: identity.email, name: "Kim", role: "legal" })
  expect(await entriesOf(database, { act: "member.accept", details: { user: person?.id } })).toMatchObject([
    { details: { by: "single sign-on" } },
  ])
  expect((await through(identity)).person?.id, "without an invitation, being bound").toBe(person?.id)
  expect((await through({ ...identity, email: "new@example.org" })).person?.id, "under another address").toBe(
    person?.id,
  )
  expect(await entriesOf(database, { act: "session.begin", details: { user: person?.id } })).toHaveLength(3)
  const [account] = await database.account.findMany({ where: { userId: person?.id ?? "" } })
  expect(account).toMatchObject({ accountId: JSON.stringify([provider.issuer, identity.sub]) })
  expect([account?.accessToken, account?.refreshToken, account?.idToken]).toEqual([null, null, null])
})

describe("nobody is let in", () => {
  const count = () => Promise.all([database.user.count(), database.session.count(), database.account.count()])

  test.each([
    ["who was never invited", someIdentity(), "stranger"],
    ["whose address the provider does not vouch for", someIdentity({ email_verified: false }), "unverified"],
  ])("%s", async (_, identity, failure) => {
    if (failure === "unverified") await invite(identity.email)
    const before = await count()
    await expect(through(identity)).rejects.toMatchObject({ failure })
    expect(await count()).toEqual(before)
  })

  test("who has a member's address at the provider, for that is no proof of being them", async () => {
    const identity = someIdentity()
    const member = { email: identity.email, name: "Kim", role: "legal", password: "correct horse battery" }
    await seedMember(system, member)
    await expect(through(identity)).rejects.toMatchObject({ failure: "other" })
  })

  test("who is another subject with the address of somebody who is bound", async () => {
    const identity = someIdentity()
    await invite(identity.email)
    await through(identity)
    await expect(through({ ...identity, sub: randomUUID() })).rejects.toMatchObject({ failure: "other" })
  })

  test("who was deactivated", async () => {
    const identity = someIdentity()
    await invite(identity.email)
    const { person, browser } = await through(identity)
    await deactivateMember(administrator, person?.id ?? "")
    expect(await findActor(signIn, browser.headers)).toBeNull()
    await expect(through(identity)).rejects.toMatchObject({ failure: "stranger" })
  })

  test("by an answer that was used, is another browser's, or was changed on the way", async () => {
    const identity = someIdentity()
    await invite(identity.email)
    const browser = new Browser()
    const answer = await walk(identity, browser)
    const again = { failure: "again" }
    await expect(comeBack(answer, new Browser()), "another browser").rejects.toMatchObject(again)
    const changed = new URL(answer)
    changed.searchParams.set("state", "made-up")
    await expect(comeBack(changed, browser)).rejects.toMatchObject(again)
    const own = await walk(identity, browser)
    const sessionsBefore = await database.session.count()
    const { cookies } = await comeBack(own, browser)
    expect(await database.session.count()).toBe(sessionsBefore + 1)
    await expect(comeBack(own, browser), "a replay").rejects.toMatchObject(again)
    expect(cookies.join()).toContain("session_token")
    expect(await database.session.count()).toBe(sessionsBefore + 1)
  })

  test("where the provider refuses", async () => {
    const browser = new Browser()
    const answer = await walk(someIdentity(), browser)
    answer.searchParams.delete("code")
    answer.searchParams.set("error", "access_denied")
    await expect(comeBack(answer, browser)).rejects.toMatchObject({ failure: "again" })
  })
})

test("a member who is invited anew and comes by single sign-on gives up their password", async () => {
  const identity = someIdentity()
  const password = "correct horse battery"
  const id = await seedMember(system, { email: identity.email, name: "Kim", role: "legal", password })
  await invite(identity.email)
  expect((await through(identity)).person?.id).toBe(id)
  await expect(
    signInWithPassword(signIn, { email: identity.email, password }, new Headers()),
  ).rejects.toMatchObject({ code: "forbidden" })
})

test("a provider that is away keeps nobody from signing in with a password", async () => {
  const away = contextsOver(database, temporaryFolder(), {
    settings: { ...settings, TOCSIN_OIDC_ISSUER: "http://127.0.0.1:9/" },
  })
  const door = openSignIn(away.resources, "a secret of thirty-two characters!")
  await expect(beginSingleSignOn(door, "/", new Headers())).rejects.toMatchObject({ code: "unavailable" })
  const member = { email: "ann@example.org", name: "Ann", role: "legal", password: "correct horse battery" }
  await seedMember(system, member)
  expect(await signInWithPassword(door, member, new Headers())).toMatchObject({ needsSecondFactor: false })
})
