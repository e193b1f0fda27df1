import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { projectRoot, readConfig } from "../../lib/platform/config.ts"
import { ensureProviderDatabase } from "../../lib/platform/idp/provider-database.ts"
import { providerSecrets } from "../../lib/platform/idp/provider-secrets.ts"
import { seedAccounts } from "../../lib/platform/idp/seed-accounts.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { emptyDatabase } from "../../lib/testing/database/own-database.ts"
import { twoFreePorts } from "../../lib/testing/own-sink.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { script, sinkEnvironmentOf } from "./supervise.ts"

const COME = { timeout: 60_000 }
const databaseUrl = await emptyDatabase()
const config = readConfig({
  TOCSIN_DATA: temporaryFolder(),
  // The provider and its app come behind the sink and its door.
  TOCSIN_SINK_PORT: String((await twoFreePorts()) - 2),
})
const { host, port, relyingPartyPort } = config.demoProvider
const issuer = `http://${host}:${port}`
const secrets = providerSecrets(openSecrets(config))
const database = new pg.Pool({ connectionString: databaseUrl })
const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  await database.end()
})

async function start(name: "idp" | "relying-party", address: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, script(name), {
    cwd: projectRoot,
    env: { ...sinkEnvironmentOf(config), ...(name === "idp" ? { DATABASE_URL: databaseUrl } : {}) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  children.push(child)
  child.stderr?.on("data", (text) => {
    throw new Error(`it complains: ${text}`)
  })
  const status = () =>
    fetch(address).then(
      ({ status: told }) => told,
      () => 0,
    )
  await expect.poll(status, COME).toBe(200)
  return child
}

const waiting = async () =>
  (await database.query<{ n: number }>("SELECT count(*)::int AS n FROM logout_message")).rows[0]?.n

test("what an app is to be told outlives a provider that is killed, and so does what was cut off", async () => {
  const provider = await start("idp", `${issuer}/jwks`)
  const ids = Array.from({ length: 50 }, (_, nth) => `account-${nth}`)
  await seedAccounts(
    database,
    ids.map((id) => ({ id, lastUsedAt: new Date() })),
  )
  const ask = (path: string, body?: unknown) =>
    fetch(`${issuer}${path}`, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: { authorization: `Bearer ${secrets.admin}` },
    })
  const revocation = { subjects: ids, cutoff: new Date().toISOString(), key: "k", reason: "r" }
  expect((await ask("/admin/revocations", revocation)).status).toBe(200)
  provider.kill("SIGKILL")
  await once(provider, "exit")
  expect(await waiting()).toBe(50)

  await start("relying-party", `http://${host}:${relyingPartyPort}/`)
  const again = await start("idp", `${issuer}/jwks`)
  await expect.poll(waiting, COME).toBe(0)
  const details = (await (await ask("/admin/subjects/account-7")).json()) as { sessions: unknown[] }
  expect(details.sessions).toEqual([])
  again.kill("SIGTERM")
  expect(await once(again, "exit")).toEqual([0, null])
})

test("the provider's database is made beside the installation's, once, whoever asks", async () => {
  const urls = await Promise.all([1, 2, 3].map(() => ensureProviderDatabase(databaseUrl)))
  expect(urls.map((url) => new URL(url).pathname)).toEqual(["/tocsin_idp", "/tocsin_idp", "/tocsin_idp"])
  const own = new pg.Client({ connectionString: urls[0] })
  await own.connect()
  await own.end()
})
