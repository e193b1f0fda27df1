import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { type AddressInfo, connect, createServer } from "node:net"
import { text } from "node:stream/consumers"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { projectRoot, readConfig } from "../../lib/platform/config.ts"
import { ensurePublicRole, publicRoleOf } from "../../lib/platform/db/public-role.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { publicEnvironmentOf, script } from "./supervise.ts"

const { database, url } = await ownDatabase()
const publicUrl = await ensurePublicRole(url, "a-password-of-its-own")
const COME_MS_MAX = 60_000

let child: ChildProcess | null = null
afterAll(async () => {
  child?.kill("SIGKILL")
  const role = publicRoleOf(new URL(url).pathname.slice(1))
  await database.$executeRawUnsafe(`DROP OWNED BY "${role}"`)
  await database.$executeRawUnsafe(`DROP ROLE "${role}"`)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

test("the public process knows what it needs and no more, answers, and drains when it is asked to end", async () => {
  const port = await freePort()
  const config = readConfig({
    DATABASE_URL: url,
    TOCSIN_PUBLIC_PORT: String(port),
    TOCSIN_PUBLIC_WEBHOOKS: `mailer=whsec_${"A".repeat(32)}`,
  })
  const environment = publicEnvironmentOf(config, publicUrl)
  expect(environment).toEqual({
    NODE_ENV: "production",
    DATABASE_URL: publicUrl,
    TOCSIN_PUBLIC_HOST: "127.0.0.1",
    TOCSIN_PUBLIC_PORT: String(port),
    TOCSIN_PUBLIC_URL: `http://localhost:${port}`,
    TOCSIN_PUBLIC_WEBHOOKS: `mailer=whsec_${"A".repeat(32)}`,
  })
  child = spawn(process.execPath, script("public"), {
    cwd: projectRoot,
    env: environment,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  const address = `http://127.0.0.1:${port}`
  const answers = (path: string) =>
    fetch(address + path).then(
      ({ status }) => status,
      () => 0,
    )
  for (const deadline = Date.now() + COME_MS_MAX; (await answers("/health/ready")) !== 200; await wait(50))
    if (Date.now() > deadline) throw new Error("it does not come up")
  expect(await answers("/webhooks/mailer")).toBe(405)
  const socket = connect(port, "127.0.0.1")
  const body = "code=x"
  socket.write(
    `POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
      `content-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
  )
  // It says so when it has begun with the request.
  expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 100 /)
  child.kill("SIGTERM")
  socket.write(body)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /)
  expect(await once(child, "exit")).toEqual([0, null])
})
