import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRelay, shownText } from "../../testing/mail-relay.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openSignIn } from "../sign-in.ts"
import { signInWithPassword } from "../sign-in-with-password.ts"
import { acceptInvitation } from "./accept-invitation.ts"
import { findInvitation } from "./find-invitation.ts"
import { inviteMember } from "./invite-member.ts"
import { makeFirstLink } from "./make-first-link.ts"
import { seedMember } from "./seed-member.ts"
import { withdrawInvitation } from "./withdraw-invitation.ts"

const { database } = await ownDatabase()
const { as, resources, system } = contextsOver(database, temporaryFolder())
const signIn = openSignIn(resources, "a secret of thirty-two characters!")
const PASSWORD = "correct horse battery"
const newcomer = { name: "Kim", password: PASSWORD }

const tokenOf = (link: string | null) => link?.split("/").at(-1) ?? ""
const someAddress = () => `${randomUUID()}@example.org`
const accept = (token: string, input = {}) => acceptInvitation(system, token, { ...newcomer, ...input }, null)
const tryPassword = (email: string, password = PASSWORD) =>
  signInWithPassword(signIn, { email, password }, new Headers())

describe("the first administrator", () => {
  test("comes by a link of a day, of which only the last one that was printed is good", async () => {
    const [earlier, link] = [await makeFirstLink(system), await makeFirstLink(system)]
    expect(link).toMatch(/^http:\/\/localhost:4600\/invitation\/[\w-]{43}$/)
    await expect(accept(tokenOf(earlier), { email: someAddress() })).rejects.toMatchObject({
      code: "not_found",
    })
    const { expiresAt } = (await findInvitation(system, tokenOf(link))) ?? {}
    expect(((expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000).toBeCloseTo(24, 1)
    await expect(accept(tokenOf(link), { email: "nobody" })).rejects.toMatchObject({
      fields: { email: "This is no e-mail address" },
    })
    const email = someAddress()
    expect(await accept(tokenOf(link), { email })).toEqual({ email })
    await tryPassword(email)
    expect(await database.user.findUnique({ where: { email } })).toMatchObject({ role: "administrator" })
    expect(await makeFirstLink(system), "there is one now").toBeNull()
    await expect(accept(tokenOf(link), { email: someAddress() })).rejects.toMatchObject({ code: "not_found" })
  })
})

test("an administrator invites somebody, who becomes a member once, and both stand in the trail", async () => {
  const administrator = await as("administrator")
  const email = someAddress()
  const { link, isMember, mail } = await inviteMember(administrator, { email, name: "Kim", role: "legal" })
  expect([isMember, mail]).toEqual([false, "none"])
  const token = tokenOf(link)
  expect(await findInvitation(system, token)).toMatchObject({ email, name: "Kim", role: "legal" })
  expect(await findInvitation(system, token), "looking at it uses nothing up").not.toBeNull()
  await expect(accept(token, { password: "short" })).rejects.toMatchObject({
    fields: { password: "Use at least 12 characters" },
  })
  await accept(token, { email: "somebody-else@example.org" })
  await tryPassword(email)
  const member = await database.user.findUniqueOrThrow({ where: { email } })
  expect(member).toMatchObject({ role: "legal", name: "Kim" })
  expect(await entriesOf(database, { act: "member.invite", details: { email } })).toMatchObject([
    { actor: administrator.actor.id, details: { role: "legal", user: null } },
  ])
  expect(await entriesOf(database, { act: "member.accept", details: { user: member.id } })).toHaveLength(1)
  await expect(accept(token), "a link works once").rejects.toMatchObject({ code: "not_found" })
  const kept = JSON.stringify([await entriesOf(database), await database.invitation.findMany()])
  expect(kept).not.toContain(token)
})

test("of ten who accept one link at once, one becomes a member", async () => {
  const administrator = await as("administrator")
  const email = someAddress()
  const token = tokenOf((await inviteMember(administrator, { email, name: "Kim", role: "support" })).link)
  const passwords = Array.from({ length: 10 }, (_, index) => `the password of number ${index}`)
  const settled = await Promise.allSettled(passwords.map((password) => accept(token, { password })))
  const winner = settled.findIndex(({ status }) => status === "fulfilled")
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  await tryPassword(email, passwords[winner])
  expect(await database.account.count({ where: { user: { email } } })).toBe(1)
})

test("an invitation that was withdrawn, replaced or has expired is good for nothing", async () => {
  const administrator = await as("administrator")
  const email = someAddress()
  const invite = () => inviteMember(administrator, { email, name: "Kim", role: "support" })
  const links = [await invite(), await invite()]
  await expect(accept(tokenOf(links[0]?.link ?? ""))).rejects.toMatchObject({ code: "not_found" })
  const { id } = (await findInvitation(system, tokenOf(links[1]?.link ?? ""))) ?? { id: "" }
  await expect(withdrawInvitation(await as("security"), id)).rejects.toMatchObject({ code: "forbidden" })
  const withdrawals = await Promise.allSettled([1, 2].map(() => withdrawInvitation(administrator, id)))
  expect(withdrawals.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  await expect(accept(tokenOf(links[1]?.link ?? ""))).rejects.toMatchObject({ code: "not_found" })
  await expect(withdrawInvitation(administrator, id)).rejects.toMatchObject({ code: "conflict" })
  expect(
    await entriesOf(database, { act: "member.withdraw_invitation", details: { invitation: id } }),
  ).toHaveLength(1)

  const late = tokenOf((await invite()).link)
  await database.invitation.updateMany({ where: { email }, data: { expiresAt: new Date(Date.now() - 1) } })
  await expect(accept(late)).rejects.toMatchObject({ code: "not_found" })
  expect(await database.user.count({ where: { email } })).toBe(0)
})

test("a withdrawal and an acceptance at once: one of the two", async () => {
  const administrator = await as("administrator")
  const { link } = await inviteMember(administrator, { email: someAddress(), name: "Kim", role: "support" })
  const { id } = (await findInvitation(system, tokenOf(link))) ?? { id: "" }
  const done = await Promise.allSettled([accept(tokenOf(link)), withdrawInvitation(administrator, id)])
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
})

describe("a member who lost their phone or password", () => {
  test("sets a new password by a link, is signed out everywhere, and has no second factor any more", async () => {
    const administrator = await as("administrator")
    const email = someAddress()
    const id = await seedMember(system, { email, name: "Kim", role: "legal", password: PASSWORD })
    await tryPassword(email)
    await database.user.update({ where: { id }, data: { twoFactorEnabled: true } })
    await database.twoFactor.create({ data: { id, userId: id, secret: "x", backupCodes: "x" } })
    const { link, isMember } = await inviteMember(administrator, { email, name: "Other", role: "legal" })
    expect(isMember).toBe(true)
    await tryPassword(email) // Until it is accepted nothing has changed.
    await accept(tokenOf(link), { password: "another horse battery", name: "Somebody else" })
    expect(await database.session.count({ where: { userId: id } })).toBe(0)
    await expect(tryPassword(email)).rejects.toMatchObject({ code: "forbidden" })
    expect(await tryPassword(email, "another horse battery")).toMatchObject({ needsSecondFactor: false })
    expect(await database.user.findUnique({ where: { id } })).toMatchObject({ name: "Kim", role: "legal" })
    expect(await entriesOf(database, { act: "member.invite", details: { user: id } })).toHaveLength(1)
  })

  test("gets no other role by it, and nobody invites themselves or whoever was deactivated", async () => {
    const administrator = await as("administrator")
    const email = someAddress()
    const id = await seedMember(system, { email, name: "Kim", role: "support", password: PASSWORD })
    await expect(inviteMember(administrator, { email, name: "Kim", role: "legal" })).rejects.toMatchObject({
      fields: { role: "They are a member as support; their role is changed in the list" },
    })
    const mine = await database.user.findUniqueOrThrow({ where: { id: administrator.actor.id } })
    await expect(
      inviteMember(administrator, { email: mine.email, name: "Me", role: "administrator" }),
    ).rejects.toMatchObject({ code: "invalid" })
    const { link } = await inviteMember(administrator, { email, name: "Kim", role: "support" })
    await database.user.update({ where: { id }, data: { deactivatedAt: new Date() } })
    await expect(accept(tokenOf(link))).rejects.toMatchObject({ code: "conflict" })
    await expect(inviteMember(administrator, { email, name: "Kim", role: "support" })).rejects.toMatchObject({
      code: "conflict",
    })
  })
})

test("the link goes out by mail where mail is set up, and is there to copy in any case", async () => {
  const relay = await mailRelay()
  const settings = { TOCSIN_MAIL_URL: relay.url, TOCSIN_MAIL_FROM: "Tocsin <tocsin@example.org>" }
  const administrator = await contextsOver(database, temporaryFolder(), { settings }).as("administrator")
  const email = someAddress()
  const sent = await inviteMember(administrator, { email, name: "Kim", role: "support" })
  expect(sent.mail).toBe("sent")
  expect(relay.taken.map(({ to }) => to)).toEqual([[email]])
  expect(relay.taken.map(shownText).join()).toContain(sent.link)
  const refused = `nobody@${randomUUID()}.example`
  const failed = await inviteMember(administrator, { email: refused, name: "Kim", role: "support" })
  expect(failed.mail).toBe("failed")
  expect(await findInvitation(system, tokenOf(failed.link))).not.toBeNull()
})
