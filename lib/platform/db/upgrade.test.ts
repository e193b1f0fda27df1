import { expect, test } from "vitest"
import {
  FIRST,
  fillFirstVersion,
  rowsOfFirstVersion,
  shippedMigrations,
} from "../../testing/database/earlier.ts"
import { emptyDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openDatabase } from "./client.ts"
import { migrate } from "./migrate.ts"

const url = await emptyDatabase()

test("what people did in the first version stays, word for word, digest for digest", async () => {
  await fillFirstVersion(url, temporaryFolder())
  const before = await rowsOfFirstVersion(url)
  const counts = Object.entries(before).map(([table, rows]) => [table, rows.length])
  expect(Object.fromEntries(counts)).toEqual({
    user: 1,
    account: 1,
    incident: 1,
    evidence_set: 1,
    revision: 1,
    run: 1,
    answer: 1,
    trail_entry: 6,
  })
  expect(await migrate(url)).toEqual(shippedMigrations().filter((name) => name !== FIRST))
  expect(await rowsOfFirstVersion(url)).toEqual(before)
})

test("this version reads it", async () => {
  const database = openDatabase(url)
  const revision = await database.revision.findFirstOrThrow({
    include: { incident: true, answers: true, runs: true },
  })
  expect(revision).toMatchObject({
    number: 1,
    digest: "d1",
    incidentFile: "title: a\tporch\n",
    summary: { digest: "d1", share: 0.1 },
    incident: { number: 1, title: "A porch" },
    answers: [{ verdict: "settled", reason: "Nobody\\nwas there." }],
    runs: [{ state: "done" }],
  })
  await database.$disconnect()
})
