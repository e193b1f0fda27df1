import { beforeAll, describe, expect, test } from "vitest"
import type { Row } from "../../testing/reference/model.ts"
import { street } from "../../testing/reference/street.ts"
import { pseudonym, readerFor, resultOf } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Result } from "../reading/result.ts"
import { findAccount } from "./find-account.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder)

const accounts: Row[] = [
  {
    account_id: "kim",
    email: "Kim@Example.org",
    name: "Kim",
    locale: "en-GB",
    country: "GB",
    region: "GB-LND",
    time_zone: "Europe/London",
    status: "closed",
    last_active_at: "2024-02-01T10:00:00Z",
  },
  { account_id: "sam", email: "sam@example.org" },
  { account_id: "uma" },
  { account_id: "sam@example.org", email: "elsewhere@example.org" },
  { account_id: "o'; DROP TABLE x; --", email: "'; DROP TABLE x; --@example.org" },
  { account_id: "%", email: "%@example.org" },
  { account_id: "Ünal", email: "ÜNAL@EXAMPLE.ORG" },
  ...Array.from({ length: 51 }, (_, index) => ({
    account_id: `club-${String(index).padStart(2, "0")}`,
    email: "Club@example.org",
  })),
  ...Array.from({ length: 50 }, (_, index) => ({ account_id: `choir-${index}`, email: "choir@example.org" })),
  ...Array.from({ length: 60 }, () => ({ account_id: "echo", email: "echo@example.org" })),
  { account_id: "zulu", email: "echo@example.org" },
  { account_id: "twice", email: "b@example.org", name: "Second" },
  { account_id: "twice", email: "a@example.org", name: "First" },
]

let result: Result
beforeAll(async () => {
  // Zoe received footage, and the accounts table lacks her.
  const log = [{ account_id: "sam" }, { account_id: "zoe", action: "shown" }]
  result = await resultOf(folder, street({ log, tables: { accounts } }))
})

const idsOf = async (text: string) =>
  (await findAccount(ctx, result, text)).found.map(({ accountId }) => accountId)

describe("an account", () => {
  test("is found by its id, with all that is known of it and the result's word", async () => {
    const { found, isCut } = await findAccount(ctx, result, "kim")
    expect(isCut).toBe(false)
    expect(found).toEqual([
      {
        accountId: "kim",
        pseudonym: pseudonym("kim"),
        account: {
          accountId: "kim",
          email: "Kim@Example.org",
          name: "Kim",
          locale: "en-GB",
          country: "GB",
          region: "GB-LND",
          timeZone: "Europe/London",
          status: "closed",
          lastActiveAt: "2024-02-01T10:00:00Z",
        },
        person: expect.objectContaining({ group: "owner_video", ownerExposures: 2, viewers: 2 }),
      },
    ])
  })

  test.each<[string, string, string[]]>([
    ["an id", "uma", ["uma"]],
    ["an id between blanks", "  uma\n", ["uma"]],
    ["an id in another case", "UMA", []],
    ["the beginning of an id", "um", []],
    ["an address", "kim@example.org", ["kim"]],
    ["an address in another case", "KIM@EXAMPLE.ORG", ["kim"]],
    ["an address with letters beyond ASCII in another case", "ünal@example.org", ["Ünal"]],
    ["an address that is another account's id", "sam@example.org", ["sam", "sam@example.org"]],
    ["a hostile id", "o'; DROP TABLE x; --", ["o'; DROP TABLE x; --"]],
    ["a hostile address", "'; drop table x; --@example.org", ["o'; DROP TABLE x; --"]],
    ["a sign that patterns take for any text", "%", ["%"]],
    ["an address with such a sign", "%@example.org", ["%"]],
    ["the smaller address of an account of two rows", "a@example.org", ["twice"]],
    ["an address that stands in many rows of one account", "echo@example.org", ["echo", "zulu"]],
    ["its other address", "b@example.org", ["twice"]],
    ["nobody's address", "nobody@example.org", []],
    ["an account that the table lacks", "zoe", ["zoe"]],
    ["a NUL", "kim\0", []],
  ])("is looked for by %s", async (_, text, expected) => {
    expect((await idsOf(text)).sort()).toEqual(expected)
  })

  test("of two rows is that with the smaller address", async () => {
    const { found } = await findAccount(ctx, result, "twice")
    expect(found[0]?.account).toMatchObject({ email: "a@example.org", name: "First" })
  })

  test("that the table lacks has the result's word alone", async () => {
    const { found } = await findAccount(ctx, result, "zoe")
    expect(found).toEqual([
      {
        accountId: "zoe",
        pseudonym: pseudonym("zoe"),
        account: null,
        person: expect.objectContaining({ group: "viewer_only" }),
      },
    ])
  })

  test("that is not shown as affected has no word of the result", async () => {
    const { found } = await findAccount(ctx, result, "uma")
    expect(found).toEqual([
      {
        accountId: "uma",
        pseudonym: pseudonym("uma"),
        account: expect.objectContaining({ email: null }),
        person: null,
      },
    ])
  })

  test("shares its address with up to 50 others that are all given, by id", async () => {
    expect(await findAccount(ctx, result, "choir@example.org")).toMatchObject({ isCut: false })
    expect((await idsOf("choir@example.org")).length).toBe(50)
    const club = await findAccount(ctx, result, "club@example.org")
    expect(club.isCut).toBe(true)
    expect(club.found.map(({ accountId }) => accountId)).toEqual(
      Array.from({ length: 50 }, (_, index) => `club-${String(index).padStart(2, "0")}`),
    )
  })

  test.each([
    ["nothing", " "],
    ["a page of text", "x".repeat(1_001)],
  ])("is not looked for by %s", async (_, text) => {
    await expect(findAccount(ctx, result, text)).rejects.toMatchObject({ code: "invalid" })
  })
})
