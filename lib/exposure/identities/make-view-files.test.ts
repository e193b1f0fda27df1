import { existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { listPeople } from "../reading/list-people.ts"
import { parsePeopleQuery } from "../reading/schemas.ts"
import { viewFiles } from "../result-folder.ts"
import { getResult } from "../revisions/get-result.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)

test("a result that was made without them gets them with the first look at it, however many look at once", async () => {
  const made = await classifiedRevision(security, system, incident, street({ log: [{}] }))
  const people = () => listPeople(security, made, parsePeopleQuery(new URLSearchParams()))
  const before = await people()
  expect(before.rows).toHaveLength(2)
  for (const file of viewFiles) rmSync(join(made.folder, file))
  const others = readdirSync(made.folder)
  await Promise.all([1, 2, 3].map(() => getResult(security, incident, 1)))
  expect(readdirSync(made.folder).sort()).toEqual([...others, ...viewFiles].sort())
  expect(await people()).toEqual(before)
})

test("what was never classified gets none", async () => {
  const empty = join(folder, "nothing")
  expect(existsSync(empty)).toBe(false)
  const { makeViewFiles } = await import("./make-view-files.ts")
  await makeViewFiles(security, { incident, folder: empty })
  expect(existsSync(empty)).toBe(false)
})
