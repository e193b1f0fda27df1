import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { expect, test } from "vitest"
import { Prisma } from "../../../prisma/generated/client.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { projectRoot } from "../config.ts"
import { migrate } from "./migrate.ts"

const shipped = join(projectRoot, "prisma/migrations")
const { database, url } = await ownDatabase()

async function ask<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** The shipped migrations and one more. */
function withOneMore(name: string, sql: string): string {
  const folder = temporaryFolder()
  cpSync(shipped, folder, { recursive: true })
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, "migration.sql"), sql)
  return folder
}

test("a migrated database has nothing left to apply, and says so as Prisma records it", async () => {
  expect(await migrate(url)).toEqual([])
  const rows = await ask(
    "SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS done FROM _prisma_migrations",
  )
  const names = readdirSync(shipped).filter((name) => /^\d/.test(name))
  expect(rows).toEqual(
    names.map((migration_name) => ({ migration_name, applied_steps_count: 1, done: true })),
  )
})

test("every model can be read with all its columns", async () => {
  const names = Object.values(Prisma.ModelName)
  expect(names.length).toBeGreaterThan(8)
  for (const name of names) {
    const model = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<typeof name>
    const { findMany } = database[model] as { findMany: () => Promise<unknown[]> }
    expect(await findMany()).toEqual([])
  }
})

test("of many who migrate at once, one applies and the others wait", async () => {
  const folder = withOneMore("20990101000000_more", "CREATE TABLE more (id INT)")
  const applied = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)])
  expect(applied.flat()).toEqual(["20990101000000_more"])
})

test("a migration that fails leaves nothing of itself", async () => {
  const folder = withOneMore("20990101000000_more", "CREATE TABLE more (id INT)")
  mkdirSync(join(folder, "20990102000000_broken"))
  writeFileSync(
    join(folder, "20990102000000_broken", "migration.sql"),
    "CREATE TABLE half (id INT); SELECT 1 / 0",
  )
  await expect(migrate(url, folder)).rejects.toThrow(/division by zero/)
  expect(await ask("SELECT to_regclass('half') AS half")).toEqual([{ half: null }])
  expect(await ask("SELECT 1 FROM _prisma_migrations WHERE migration_name LIKE '%broken'")).toEqual([])
})

test("an altered migration and a newer database are refused", async () => {
  await expect(migrate(url)).rejects.toMatchObject({
    code: "precondition",
    message: "the database is newer than this version: it knows the migration 20990101000000_more",
  })
  const folder = withOneMore("20990101000000_more", "CREATE TABLE more (id BIGINT)")
  await expect(migrate(url, folder)).rejects.toMatchObject({
    message: "the migration 20990101000000_more was altered after it was applied",
  })
})
