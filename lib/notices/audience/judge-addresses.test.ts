import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { jurisdictions, letterLocales, type Part, readPart, variantKey } from "../../core/letters.ts"
import { literal } from "../../core/sql.ts"
import { DuckDbSession } from "../../platform/engine/duckdb-session.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { judgeAddress } from "../delivery/address.ts"
import { variantOf } from "../letters/variant-of.ts"
import { partOrder } from "../settings.ts"
import { isPlain, judgeAddresses } from "./judge-addresses.ts"
import { variantMacros } from "./make-list.ts"

const folder = temporaryFolder()
let engine: DuckDbSession
beforeAll(async () => {
  engine = await DuckDbSession.open({ threads: 1, memoryMiB: 256, spillFolder: folder })
  await engine.run(variantMacros())
})
afterAll(() => engine.close())

const values = (rows: readonly string[]) => rows.map((row) => `(${row})`).join(", ")

test("what the engine takes for a plain address, delivery takes for one too", async () => {
  const character = fc.constantFrom(..."aZ0.-_@+'x \t\"<>,;\r\nüß\u202e#xn")
  const local = fc.array(character, { maxLength: 12 }).map((all) => all.join(""))
  const address = fc.oneof(
    fc.emailAddress(),
    fc
      .tuple(local, local, fc.constantFrom("example", "org", "1", "0x1", "a"))
      .map(([a, b, c]) => `${a}@${b}.${c}`),
    local,
  )
  const addresses = fc.sample(address, 5_000)
  const rows = await engine.rows<{ email: string; is_plain: boolean }>(
    `SELECT email, ${isPlain("email")} AS is_plain FROM (VALUES ${values(addresses.map(literal))}) AS given (email)`,
  )
  const plain = rows.filter((row) => row.is_plain).map(({ email }) => email)
  expect(plain.length).toBeGreaterThan(100)
  expect(plain.filter((email) => "fault" in judgeAddress(email))).toEqual([])
})

test("of all others delivery itself is asked, page after page, and the answers are its own", async () => {
  const odd = Array.from({ length: 25_000 }, (_, nth) =>
    nth % 3 === 0 ? `ü${nth}@example.org` : `no ${nth}`,
  )
  await engine.run(
    `CREATE TABLE book AS SELECT i::VARCHAR AS account_id FROM range(25000) AS all_rows (i);
     CREATE TABLE given AS SELECT i::VARCHAR AS account_id,
       CASE WHEN i % 3 = 0 THEN 'ü' || i || '@example.org' ELSE 'no ' || i END AS email FROM range(25000) AS all_rows (i)`,
  )
  await judgeAddresses(engine, folder, ["SELECT * FROM given", "SELECT * FROM given"])
  const faulty = await engine.rows<{ email: string }>("SELECT email FROM faulty")
  const expected = odd.filter((email) => "fault" in judgeAddress(email))
  expect(faulty.map(({ email }) => email).sort()).toEqual(expected.sort())
})

const locales = [null, "en", "de", "de-AT", "DE", "fr", "den", "d"]
const countries = [null, "US", "us", "DE"]
const regions = [null, "US-CA", "US-MA", "US-NY", "CA", "DE-BE", "us-ma"]

test("the engine gives everybody the very form of letter that the rule gives", async () => {
  const cases = partOrder.flatMap((part) =>
    locales.flatMap((locale) =>
      countries.flatMap((country) =>
        regions.flatMap((region) =>
          [0, 1, 2, 3].map((flags) => ({
            part,
            locale,
            country,
            region,
            alsoViewer: (flags & 1) === 1,
            household: (flags & 2) === 2,
          })),
        ),
      ),
    ),
  )
  const rows = cases.map(({ part, locale, country, region, alsoViewer, household }) =>
    [part, locale, country, region, alsoViewer, household].map(literal).join(", "),
  )
  const named = await engine.rows<{ variant: string }>(
    `SELECT variant_of(part, locale, country, region, also_viewer, household) AS variant
     FROM (VALUES ${values(rows)}) AS given (part, locale, country, region, also_viewer, household)`,
  )
  const expected = cases.map((one) => variantKey(variantOf(one)))
  expect(named.map(({ variant }) => variant)).toEqual(expected)
  const forms = new Set(expected)
  for (const locale of letterLocales)
    for (const jurisdiction of jurisdictions)
      expect(forms.has(`owner_video/${locale}/${jurisdiction}+viewer+household`)).toBe(true)
})

test("every part is written to once, the unaffected last", () => {
  const all = partOrder.map((part: Part) => readPart(part))
  expect(new Set(partOrder).size).toBe(16)
  expect(all.at(-1)).toEqual({ group: "unaffected", direction: "first" })
  expect(all[0]).toEqual({ group: "owner_video", direction: "first" })
})
