import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:net"
import { dirname, join } from "node:path"
import pg from "pg"
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openCluster, runningPort } from "./cluster.ts"

const folder = temporaryFolder()
const cluster = await openCluster(folder)
afterAll(() => cluster.release())

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on("error", () => {})
  await client.connect()
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

const postmaster = () =>
  Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0])

test("a server that runs is joined, however many ask at once", async () => {
  const pid = postmaster()
  const others = await Promise.all([openCluster(folder), openCluster(folder), openCluster(folder)])
  expect(others.map(({ url }) => url)).toEqual([cluster.url, cluster.url, cluster.url])
  expect(postmaster()).toBe(pid)
  await Promise.all(others.map((other) => other.release()))
  expect(await ask(cluster.url, "SELECT 1")).toBe(1)
})

test("it listens to this machine alone and asks for the password", async () => {
  expect(await ask(cluster.url, "SHOW listen_addresses")).toBe("127.0.0.1")
  const wrong = new URL(cluster.url)
  wrong.password = "wrong"
  await expect(ask(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/)
})

test("what the environment asks of other servers does not keep us from our own", async () => {
  vi.stubEnv("PGSSLMODE", "require")
  try {
    expect(await ask(cluster.url, "SELECT 1")).toBe(1)
  } finally {
    vi.unstubAllEnvs()
  }
})

test("a server that was killed comes back on the same port, with what it held", async () => {
  await ask(cluster.url, "CREATE TABLE kept AS SELECT 7 AS seven")
  process.kill(postmaster(), "SIGKILL")
  while ((await runningPort(folder)) !== null);
  await cluster.revive()
  expect(await ask(cluster.url, "SELECT seven FROM kept")).toBe(7)
})

test("whoever lost touch with a server that runs is seen again, and keeps it running", async () => {
  await ask(
    cluster.url,
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'tocsin presence'",
  )
  const other = await openCluster(folder)
  await cluster.revive()
  await other.release()
  expect(await ask(cluster.url, "SELECT 1")).toBe(1)
})

test("a lock whose holder is gone holds up nobody", async () => {
  const gone = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }))
  writeFileSync(join(folder, "postgres.lock"), String(gone))
  const other = await openCluster(folder)
  await other.release()
})

describe("the last who leaves", () => {
  test("stops the server, and the next who comes starts it again", async () => {
    const own = temporaryFolder()
    const first = await openCluster(own)
    const second = await openCluster(own)
    await first.release()
    expect(await runningPort(own)).not.toBeNull()
    await second.release()
    expect(await runningPort(own)).toBeNull()
    const third = await openCluster(own)
    expect(third.url).toBe(first.url)
    await third.release()
  })

  test("leaves it to those who are still connected, and not to those who are just leaving", async () => {
    const own = temporaryFolder()
    const first = await openCluster(own)
    const guest = new pg.Client({ connectionString: first.url })
    await guest.connect()
    await first.release()
    expect(await runningPort(own)).not.toBeNull()
    const second = await openCluster(own)
    setTimeout(() => void guest.end(), 500)
    await second.release()
    expect(await runningPort(own)).toBeNull()
  })

  test("leaves once, however often it is told to", async () => {
    const own = temporaryFolder()
    const first = await openCluster(own)
    await first.release()
    const second = await openCluster(own)
    await first.release()
    expect(await ask(second.url, "SELECT 1")).toBe(1)
    await second.release()
  })
})

describe("a start", () => {
  const own = temporaryFolder()
  const opened = async <T>(work: (url: string) => T | Promise<T>) => {
    const one = await openCluster(own)
    try {
      return await work(one.url)
    } finally {
      await one.release()
    }
  }
  const portOf = (url: string) => Number(new URL(url).port)

  test("takes another port where that of the last time is taken, and tells which", async () => {
    const before = await opened(portOf)
    const squatter = createServer().listen(before, "127.0.0.1")
    await once(squatter, "listening")
    expect(await opened((url) => ask(url, "SHOW port"))).not.toBe(String(before))
    squatter.close()
  })

  test.skipIf(!existsSync("/proc/self/cwd"))(
    "is not misled by what a killed server left, when another process of its user has its number by now",
    async () => {
      const pidFile = join(own, "postgres", "postmaster.pid")
      const left = await opened(() => readFileSync(pidFile, "utf8"))
      const { uid, gid } = statSync(join(own, "postgres"))
      const other = spawn("sleep", ["600"], { ...(process.getuid?.() === 0 ? { uid, gid } : {}), cwd: "/" })
      onTestFinished(() => {
        other.kill()
      })
      writeFileSync(pidFile, left.replace(/^\d+/, String(other.pid)))
      chownSync(pidFile, uid, gid)
      expect(await runningPort(own)).toBeNull()
      expect(await opened((url) => ask(url, "SELECT 1"))).toBe(1)
    },
  )

  test("leaves nothing of one that was killed while it made the server, least of all its password", async () => {
    const fresh = temporaryFolder()
    mkdirSync(join(fresh, "postgres.making-1"))
    writeFileSync(join(fresh, "postgres.making-1.password"), "hush")
    await (await openCluster(fresh)).release()
    expect(readdirSync(fresh).sort()).toEqual(["postgres", "secrets"])
  })

  test("that fails tells PostgreSQL's own reason", async () => {
    appendFileSync(join(own, "postgres", "postgresql.conf"), "\nmax_connections = many\n")
    await expect(openCluster(own)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^the embedded PostgreSQL does not start: .*configuration file/),
    })
  })
})

test.skipIf(process.getuid?.() !== 0)(
  "root's server lies outside of a data folder that its user cannot reach, and stays there when it can",
  async () => {
    const closed = temporaryFolder()
    const inside = join(closed, "data")
    const placeOf = async () => {
      const one = await openCluster(inside)
      const place = String(await ask(one.url, "SHOW data_directory"))
      await one.release()
      return place
    }
    const outside = await placeOf()
    onTestFinished(() => rmSync(dirname(outside), { recursive: true }))
    expect(outside).toMatch(/^\/var\/lib\/tocsin\/[0-9a-f]{12}\/postgres$/)
    chmodSync(closed, 0o755)
    expect(await placeOf()).toBe(outside)
    expect(existsSync(join(inside, "postgres"))).toBe(false)
  },
)

test.skipIf(process.getuid?.() !== 0)(
  "a cluster that its user cannot reach any more is not taken for none, but told of",
  async () => {
    const above = temporaryFolder()
    const inside = join(above, "data")
    chmodSync(above, 0o755)
    await (await openCluster(inside)).release()
    chmodSync(above, 0o700)
    await expect(openCluster(inside)).rejects.toMatchObject({
      message: expect.stringMatching(/cannot reach .* any more: let others pass .*chmod o\+x/),
    })
  },
)
