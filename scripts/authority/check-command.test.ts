import { writeFileSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { runTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { receiverRoutes, serveRoutes } from "./reference-receiver.ts"

const secret = {
  bearer: "a secret of the reference receiver",
  signing: `whsec_${Buffer.from("another one, of 24 bytes").toString("base64")}`,
}
const server = await serveRoutes(receiverRoutes(secret))
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const folder = temporaryFolder()
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const env = { TOCSIN_DATA: folder, AUTHORITY_SECRET: secret.bearer, AUTHORITY_SIGNING_SECRET: secret.signing }
const check = (args: string[], given: Record<string, string> = env) =>
  runTocsin(["authority", "check", ...args], { env: given })

test("a sound back end passes every step, without a database and without a secret on the command line", async () => {
  const { status, stdout, stderr } = await check([address])
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" })
  expect(stdout).toMatch(/passed {3}A cut-off never moves back .* still stands\n/)
  expect(stdout).toMatch(/^19 passed, 0 failed, 2 skipped\n$/m)
})

test("without a signing secret cut-offs are not tried, and it says that this is why", async () => {
  const { status, stdout } = await check([address], { ...env, AUTHORITY_SIGNING_SECRET: "" })
  expect(status, stdout).toBe(0)
  expect(stdout.match(/skipped .* No signing secret was given: cut-offs and resets/g)).toHaveLength(4)
  expect(stdout).not.toMatch(/keeps no cut-offs/)
})

test("of a back end that is down nothing has passed", async () => {
  const { status, stdout } = await check(["http://127.0.0.1:1"])
  expect(status, stdout).toBe(1)
  expect(stdout).toMatch(/skipped {2}What it can end +As set up: Sessions at the provider end at once/)
  expect(stdout).toMatch(/^0 passed, /m)
})

test("a wrong secret is found, told in words and in the status", async () => {
  const wrong = file("wrong", "not the secret\n")
  const { status, stdout } = await check([address, "--secret", wrong, "--json"])
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toContainEqual({
    what: "An unknown subject is told apart",
    result: "failed",
    found: "It did not say that there is no such subject (401: the authority refuses our secret)",
  })
})

test("its addresses may be others: those that are not there are not tried", async () => {
  const settings = file(
    "settings.yaml",
    `issuer: ${address}
gtrUrl: ${address}/global-token-revocation
limits: { perSecond: 5, burst: 1 }
tokens: [{ kind: jwt, effect: until_expiry, windowS: 600 }]
`,
  )
  const { status, stdout } = await check([address, "--settings", settings])
  expect(status, stdout).toBe(0)
  expect(stdout).toMatch(/skipped {2}Canaries are alive before .* cannot be proved\n/)
  expect(stdout).toMatch(/JWT access tokens live on for up to 10 minutes \(600 s\)/)
})

test.concurrent.each<[string, string[], Record<string, string>, RegExp]>([
  ["no secret", [address], { TOCSIN_DATA: folder }, /set AUTHORITY_SECRET, or name a file with --secret/],
  [
    "a secret that is not there",
    [address, "--secret", "/not/there"],
    env,
    /--secret: \/not\/there cannot be read/,
  ],
  ["an address that is none", ["http://"], env, /is no address/],
  [
    "settings that are none",
    [address, "--settings", file("odd.yaml", "gtrUrl: 7")],
    env,
    /odd\.yaml: .*Give the/,
  ],
])("%s ends with status 2 and says what is wrong", async (_, args, given, told) => {
  const { status, stdout, stderr } = await check(args, given)
  expect(stderr).toMatch(told)
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
})
