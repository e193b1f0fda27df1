import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { ownDatabase } from "../../../lib/testing/database/own-database.ts"
import { temporaryFolder } from "../../../lib/testing/temporary-folder.ts"
import { readinessOf } from "./readiness.ts"

const { database, url } = await ownDatabase()
const dataFolder = temporaryFolder()
const running = new AbortController().signal

test("a console is ready with a database of its version and a folder that it can write to", async () => {
  expect(await readinessOf({ dataFolder }, url, running)()).toEqual({
    ready: true,
    database: "answers",
    data: "writable",
    draining: false,
  })
})

test("it is not while it ends", async () => {
  const ending = new AbortController()
  const readiness = readinessOf({ dataFolder }, url, ending.signal)
  expect(await readiness()).toMatchObject({ ready: true })
  ending.abort()
  expect(await readiness()).toMatchObject({ ready: false, draining: true })
})

test("it is not when its folder is gone", async () => {
  const gone = mkdtempSync(join(tmpdir(), "tocsin-gone-"))
  rmSync(gone, { recursive: true })
  expect(await readinessOf({ dataFolder: gone }, url, running)()).toMatchObject({
    ready: false,
    data: "not writable",
  })
})

test("it is not when the database is of a newer version, or waits for a migration", async () => {
  const readiness = () => readinessOf({ dataFolder }, url, running)()
  const [known] = await database.$queryRaw<{ name: string }[]>`
    UPDATE _prisma_migrations SET migration_name = 'of_tomorrow' WHERE id =
      (SELECT id FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1) RETURNING migration_name AS name`
  expect(known).toBeDefined()
  expect(await readiness()).toMatchObject({ ready: false, database: "other version" })
  await database.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = 'of_tomorrow'`
  expect(await readiness()).toMatchObject({ ready: false, database: "other version" })
})

test("it is not when nobody listens where the database was, or whoever does says nothing: asked by many, it is asked once", async () => {
  let connections = 0
  const mute = createServer(() => connections++)
  const port = await new Promise<number>((resolve) =>
    mute.listen(0, "127.0.0.1", () => resolve((mute.address() as { port: number }).port)),
  )
  const silent = readinessOf({ dataFolder }, `postgresql://a:b@127.0.0.1:${port}/x`, running)
  const answers = await Promise.all(Array.from({ length: 50 }, () => silent()))
  expect(answers[49]).toMatchObject({ ready: false, database: "away" })
  expect(connections).toBe(1)
  mute.close()
  const gone = await readinessOf({ dataFolder }, "postgresql://anna:hush@127.0.0.1:1/x", running)()
  expect(gone).toMatchObject({ ready: false, database: "away" })
  expect(JSON.stringify(gone)).not.toMatch(/anna|hush|127/)
})
