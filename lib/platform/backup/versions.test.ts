import { cpSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import {
  FIRST,
  fillFirstVersion,
  onlyFirst,
  rowsOfFirstVersion,
  shippedMigrations,
} from "../../testing/database/earlier.ts"
import { emptyDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { projectRoot, readConfig } from "../config.ts"
import { migrate } from "../db/migrate.ts"
import { demandRestorable, restoreBackup } from "./restore-backup.ts"
import { unpackBackup } from "./unpack-backup.ts"
import { writeBackup } from "./write-backup.ts"

const root = temporaryFolder()
const signal = new AbortController().signal
const original = await emptyDatabase()
const config = readConfig({ TOCSIN_DATA: join(root, "original") })
const file = join(root, "first.tar")

mkdirSync(config.dataFolder)
await fillFirstVersion(original, temporaryFolder())
await writeBackup({ url: original, config, out: file, version: "0.1.0", signal })

/** Restores into a database, as the version that knows the migrations of a folder would. */
async function restore(name: string, into: string, migrations?: string): Promise<string[]> {
  const target = readConfig({ TOCSIN_DATA: join(root, name) })
  const unpacked = await unpackBackup(file, target.dataFolder, signal)
  try {
    demandRestorable(unpacked, target, migrations)
    return await restoreBackup(into, unpacked, target, migrations)
  } finally {
    unpacked.discard()
  }
}

function withOneMore(sql: string): string {
  const folder = temporaryFolder()
  cpSync(join(projectRoot, "prisma/migrations"), folder, { recursive: true })
  mkdirSync(join(folder, "20990101000000_more"))
  writeFileSync(join(folder, "20990101000000_more", "migration.sql"), sql)
  return folder
}

test("a backup of an earlier version is restored as it was, and then brought to this version", async () => {
  const into = await emptyDatabase()
  expect(await restore("earlier", into)).toEqual(shippedMigrations().filter((name) => name !== FIRST))
  expect(await rowsOfFirstVersion(into)).toEqual(await rowsOfFirstVersion(original))
  expect(await migrate(into)).toEqual([])
})

test("what later migrations put into new tables is there once", async () => {
  const into = await emptyDatabase()
  const sql = "CREATE TABLE more (id INT PRIMARY KEY); INSERT INTO more VALUES (1)"
  expect(await restore("seeded", into, withOneMore(sql))).toContain("20990101000000_more")
})

describe("refused is", () => {
  test("a backup of a newer version", async () => {
    const into = await emptyDatabase()
    const none = temporaryFolder()
    await expect(restore("newer", into, none)).rejects.toMatchObject({
      code: "precondition",
      message: `${file}: was made by Tocsin 0.1.0, which is newer than this version: it knows the migration ${FIRST}`,
    })
  })

  test("a backup whose migrations are others by now", async () => {
    const folder = onlyFirst(temporaryFolder())
    writeFileSync(join(folder, FIRST, "migration.sql"), "SELECT 1")
    await expect(restore("altered", await emptyDatabase(), folder)).rejects.toThrow(
      `the migration ${FIRST} was altered since it was made`,
    )
  })

  test.skipIf(shippedMigrations().length < 2)("a database that is ahead of the backup", async () => {
    const into = await emptyDatabase()
    await migrate(into)
    await expect(restore("ahead", into)).rejects.toMatchObject({
      code: "precondition",
      message: expect.stringMatching(/^the database has the migration \w+ already, which the backup has not/),
    })
  })

  test("a backup of a database that is newer than this version", async () => {
    const newer = await emptyDatabase()
    await migrate(newer, withOneMore("CREATE TABLE more (id INT)"))
    const out = join(root, "newer.tar")
    await expect(writeBackup({ url: newer, config, out, version: "0.1.0", signal })).rejects.toThrow(
      "the database is newer than this version: it knows the migration 20990101000000_more",
    )
  })
})
