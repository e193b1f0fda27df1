import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { ConfigError } from "../core/config.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { installationSecret, readConfig } from "./config.ts"
import { openSecrets, secretCheck } from "./secrets.ts"

const folder = temporaryFolder()
const given = "0123456789abcdef0123456789abcdef"
const within = (name: string, secret?: string) =>
  readConfig({ TOCSIN_DATA: join(folder, name), ...(secret === undefined ? {} : { TOCSIN_SECRET: secret }) })

test("each purpose has its own 32 bytes, and the same each time", () => {
  const secrets = openSecrets(within("own"))
  expect(secrets("pseudonyms")).toHaveLength(32)
  expect(openSecrets(within("own"))("pseudonyms")).toEqual(secrets("pseudonyms"))
  expect(secrets("webhooks")).not.toEqual(secrets("pseudonyms"))
  expect(openSecrets(within("another"))("pseudonyms")).not.toEqual(secrets("pseudonyms"))
})

test("a secret that is given makes those of all machines alike, and none is written", () => {
  const [first, second] = ["first", "second"].map((name) => openSecrets(within(name, given))("pseudonyms"))
  expect(first).toEqual(second)
  expect(readdirSync(folder)).not.toContain("first")
})

test("what tells two secrets apart tells neither", () => {
  const { isSetting, check } = secretCheck(within("first", given))
  expect(isSetting).toBe(true)
  expect(check).toMatch(/^[0-9a-f]{32}$/)
  expect(secretCheck(within("second", given)).check).toBe(check)
  expect(secretCheck(within("second", `${given}!`)).check).not.toBe(check)
  expect(secretCheck(within("untouched"))).toEqual({ isSetting: false, check: null })
})

test("a secret that an earlier version kept in a file stays as it was", () => {
  const earlier = installationSecret(join(folder, "earlier"), "sign-in")
  expect(openSecrets(within("earlier"))("sign-in").toString("base64url")).toBe(earlier)
  expect(openSecrets(within("earlier", given))("sign-in").toString("base64url")).not.toBe(earlier)
})

test("a short secret is refused and not shown", () => {
  expect(() => within("short", "hush")).toThrow(
    new ConfigError(["TOCSIN_SECRET: is shorter than 32 characters"]),
  )
})
