import { mkdirSync, mkdtempSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { ConfigError } from "../core/config.ts"
import { installationSecret, readConfig } from "./config.ts"

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test("an empty environment is a whole configuration", () => {
  expect(readConfig({})).toMatchObject({
    port: 4600,
    host: "127.0.0.1",
    url: "http://localhost:4600",
    databaseUrl: null,
  })
})

test("an empty variable is an absent one", () => {
  expect(readConfig({ TOCSIN_PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 4600, databaseUrl: null })
})

test("the address follows the port unless it is given", () => {
  expect(readConfig({ TOCSIN_PORT: "8080" }).url).toBe("http://localhost:8080")
  expect(readConfig({ TOCSIN_PORT: "8080", TOCSIN_URL: "https://tocsin.example.org/" }).url).toBe(
    "https://tocsin.example.org",
  )
})

test("the demo's identity provider and its app listen behind the sink and its door", () => {
  expect(readConfig({}).demoProvider).toEqual({ host: "127.0.0.1", port: 4604, relyingPartyPort: 4605 })
  expect(readConfig({ TOCSIN_SINK_PORT: "65534" }).demoProvider).toMatchObject({
    port: 2,
    relyingPartyPort: 3,
  })
})

test("evidence folders are parted by a colon and absolute", () => {
  expect(readConfig({ TOCSIN_EVIDENCE: "/logs:/more/../other" }).evidenceFolders).toEqual(["/logs", "/other"])
})

test("each wrong setting is told in a line of its own, with its value unless that may hold a password", () => {
  expect(
    problemsOf({
      TOCSIN_PORT: "99999",
      DATABASE_URL: "mysql://tocsin:hush@db",
      TOCSIN_URL: "tocsin",
      TOCSIN_POTR: "1",
    }),
  ).toEqual([
    "TOCSIN_POTR: is not a setting of this version",
    "DATABASE_URL: is not an address like postgresql://user:password@host/database",
    'TOCSIN_PORT: "99999" is not a port',
    'TOCSIN_URL: "tocsin" is not an address like https://tocsin.example.org',
  ])
})

test("no proxy is trusted and the log speaks to people, unless it is said", () => {
  expect(readConfig({})).toMatchObject({ trustedProxies: 0, log: "text" })
  expect(readConfig({ TOCSIN_TRUSTED_PROXIES: "2", TOCSIN_LOG: "json" })).toMatchObject({
    trustedProxies: 2,
    log: "json",
  })
  expect(problemsOf({ TOCSIN_TRUSTED_PROXIES: "all", TOCSIN_LOG: "loud" })).toEqual([
    'TOCSIN_TRUSTED_PROXIES: "all" is not a number of proxies, 0 to 9',
    'TOCSIN_LOG: "loud" is none of json, text and off',
  ])
})

test.each(["0", "-1", "1.5", "many", " 4600"])("a port of %j is refused", (port) => {
  expect(problemsOf({ TOCSIN_PORT: port })).toHaveLength(1)
})

test("a secret is made once, and readable by its owner alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-secret-"))
  mkdirSync(folder, { recursive: true })
  const secret = installationSecret(folder, "sign-in")
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(installationSecret(folder, "sign-in")).toBe(secret)
  expect(installationSecret(folder, "other")).not.toBe(secret)
  expect(statSync(join(folder, "secrets", "sign-in")).mode & 0o077).toBe(0)
})
