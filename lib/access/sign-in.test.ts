import { describe, expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { addLocalAccount } from "./add-local-account.ts"
import { findActor, openSignIn } from "./sign-in.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const signIn = openSignIn(database, system.config, "a secret of thirty-two characters!")
const kim = {
  email: "Kim@Example.org",
  name: "Kim",
  role: "legal",
  password: "correct horse battery",
} as const
await addLocalAccount(system, kim)

/** The headers that a browser sends which has signed in. */
async function signedIn(email: string, password: string): Promise<Headers> {
  const response = await signIn.api.signInEmail({ body: { email, password }, asResponse: true })
  if (!response.ok) throw new Error(`refused with ${response.status}`)
  return new Headers({ cookie: response.headers.getSetCookie().join("; ") })
}

test.each(["kim@example.org", "KIM@example.ORG"])(
  "a person signs in as %s, with their role",
  async (email) => {
    expect(await findActor(signIn, await signedIn(email, kim.password))).toMatchObject({
      name: "Kim",
      email: "kim@example.org",
      role: "legal",
    })
  },
)

test.each([
  ["a wrong password", "kim@example.org", "wrong horse battery"],
  ["an unknown address", "max@example.org", kim.password],
])("nobody signs in with %s, and both are refused alike", async (_, email, password) => {
  await expect(signedIn(email, password)).rejects.toThrow("refused with 401")
})

test("nobody makes an account of their own", async () => {
  const body = { email: "eve@example.org", password: "correct horse battery", name: "Eve" }
  const response = await signIn.api.signUpEmail({ body, asResponse: true })
  expect([response.status, await database.user.count({ where: { email: body.email } })]).toEqual([400, 0])
})

test("a browser that was not signed in, or whose session was made up, is nobody", async () => {
  expect(await findActor(signIn, new Headers())).toBeNull()
  const cookie = "better-auth.session_token=made-up.signature"
  expect(await findActor(signIn, new Headers({ cookie }))).toBeNull()
})

describe("a new password", () => {
  test("signs everybody out who knew the old one, and stands in the trail without it", async () => {
    const headers = await signedIn("kim@example.org", kim.password)
    await addLocalAccount(system, { ...kim, role: "security", password: "another horse battery" })
    expect(await findActor(signIn, headers)).toBeNull()
    await expect(signedIn("kim@example.org", kim.password)).rejects.toThrow("refused with 401")
    expect(await findActor(signIn, await signedIn("kim@example.org", "another horse battery"))).toMatchObject(
      { role: "security" },
    )
    const trail = await entriesOf(database, { act: "member.accept" })
    expect(trail).toHaveLength(2)
    expect(JSON.stringify(trail)).not.toMatch(/horse/)
    expect(await database.user.count({ where: { email: { contains: "kim", mode: "insensitive" } } })).toBe(1)
  })

  test("is given on the server's command line alone", async () => {
    const security = await as("security")
    await expect(addLocalAccount(security, kim)).rejects.toMatchObject({ code: "forbidden" })
  })
})
