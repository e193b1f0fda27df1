import { randomBytes } from "node:crypto"
import { expect, test } from "vitest"
import { literal } from "../../core/sql.ts"
import { hostileIds } from "../../testing/crowd.ts"
import { testConnection } from "../../testing/reference/write-parquet.ts"
import { PSEUDONYM, pseudonymKey, pseudonymMacro, pseudonymOf } from "./pseudonym.ts"

const key = Buffer.from("0b".repeat(32), "hex")
const ids = [
  ...hostileIds,
  "",
  " ",
  "nul\0within",
  "é",
  "e\u0301",
  "\ufeffmarked",
  "x".repeat(100_000),
  ...Array.from({ length: 2_000 }, (_, index) => `u${index}`),
]

test("the engine makes the pseudonyms that Node makes, of any id", async () => {
  const connection = await testConnection()
  for (const one of [key, randomBytes(32), randomBytes(16)]) {
    await connection.run(pseudonymMacro(one))
    const values = ids.map((id) => `(${literal(id)})`).join(", ")
    const found = await connection.runAndReadAll(
      `SELECT pseudonym_of(id) FROM (VALUES ${values}) AS given(id)`,
    )
    expect(found.getRows().map(([text]) => text)).toEqual(ids.map((id) => pseudonymOf(one, id)))
  }
  const nothing = await connection.runAndReadAll("SELECT pseudonym_of(NULL::VARCHAR)")
  expect(nothing.getRows()).toEqual([[null]])
})

test("a pseudonym is 60 bits of the HMAC, in letters and digits that cannot be mistaken for each other", () => {
  for (const id of ids) expect(pseudonymOf(key, id)).toMatch(PSEUDONYM)
  expect(new Set(ids.map((id) => pseudonymOf(key, id))).size).toBe(ids.length)
  // RFC 4231, test case 1: the HMAC of "Hi There" under twenty bytes 0x0b begins with b0344c61d8db385.
  const bits = BigInt("0xb0344c61d8db385").toString(2).padStart(60, "0").match(/.{5}/g) ?? []
  const letters = bits.map((five) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number.parseInt(five, 2)]).join("")
  const pseudonym = pseudonymOf(Buffer.from("0b".repeat(20), "hex"), "Hi There")
  expect(pseudonym.replaceAll("-", "")).toBe(`P${letters}`)
})

test("another incident has other pseudonyms", () => {
  const secret = (purpose: string) => Buffer.from(purpose.padEnd(32).slice(0, 32))
  const [first, second] = ["a", "b"].map((incident) => pseudonymOf(pseudonymKey({ secret }, incident), "kim"))
  expect(first).not.toBe(second)
})
