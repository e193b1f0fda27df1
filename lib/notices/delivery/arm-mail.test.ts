import { beforeEach, expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { armMail } from "./arm-mail.ts"
import { disarmMail } from "./disarm-mail.ts"
import { findArming } from "./find-arming.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const mailTo = (url: string) =>
  contextsOver(database, folder, {
    settings: { TOCSIN_MAIL_URL: url, TOCSIN_MAIL_FROM: "tocsin@example.org" },
  })
const { as, system } = mailTo("smtps://kim:s%40cret@relay.example.net")
const administrator = await as("administrator")
const RELAY = "relay.example.net:465"

beforeEach(() => database.mailArming.deleteMany())

const armed = async () => (await findArming(administrator)).arming?.relay ?? null
const entries = async (act: string) => await entriesOf(database, { act })

test("an administrator arms the relay that is set, once, and disarms it; both stand in the trail without a password", async () => {
  expect(await findArming(administrator)).toEqual({ relay: RELAY, arming: null })
  const before = (await entries("mail.arm")).length
  await Promise.all([armMail(administrator, RELAY), armMail(administrator, RELAY)])
  await armMail(administrator, RELAY)
  expect([await armed(), await database.mailArming.count()]).toEqual([RELAY, 1])
  const entered = (await entries("mail.arm")).slice(before)
  expect(entered).toMatchObject([{ actor: administrator.actor.id, details: { relay: RELAY, before: null } }])

  const disarmedBefore = (await entries("mail.disarm")).length
  await Promise.all([disarmMail(administrator), disarmMail(system)])
  await disarmMail(administrator)
  expect(await armed()).toBeNull()
  expect((await entries("mail.disarm")).slice(disarmedBefore)).toMatchObject([{ details: { relay: RELAY } }])
})

test("nobody else arms or disarms, and no other relay than the one that is set", async () => {
  for (const role of ["security", "support", "legal", "auditor"] as const) {
    const ctx = await as(role)
    await expect(armMail(ctx, RELAY)).rejects.toMatchObject({ code: "forbidden" })
    await expect(disarmMail(ctx)).rejects.toMatchObject({ code: "forbidden" })
  }
  await expect(armMail(system, RELAY)).rejects.toMatchObject({ code: "forbidden" })
  await expect(armMail(administrator, "other.example.net:465")).rejects.toMatchObject({ code: "conflict" })
  expect(await armed()).toBeNull()
  const without = contextsOver(database, folder)
  await expect(armMail(await without.as("administrator"), RELAY)).rejects.toMatchObject({
    code: "precondition",
  })
})

test("what was armed for one relay is not armed for another, and arming that one ends the first", async () => {
  await armMail(administrator, RELAY)
  const moved = await mailTo("smtp://other.example.net").as("administrator")
  expect(await findArming(moved)).toEqual({ relay: "other.example.net:587", arming: null })
  await armMail(moved, "other.example.net:587")
  expect(await armed()).toBeNull()
  expect(await database.mailArming.count({ where: { disarmedAt: null } })).toBe(1)
})
