import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { emptyDatabase, ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { copyItemStatesFrom } from "./copy-item-states.ts"

const { database, url } = await ownDatabase()
const folder = temporaryFolder()
const states = copyItemStatesFrom(url)

async function runWith(items: readonly { row: number; reason: string | null; sentAt?: Date }[]) {
  const { id: incidentId } = await database.incident.create({
    data: { title: "A porch", severity: "low", awareAt: new Date(), declaredBy: "system" },
  })
  const { id } = await database.plannedRun.create({
    data: { incidentId, kind: "notices", number: 1, settings: {}, pace: {}, requestedBy: "system" },
  })
  await database.runItem.createMany({
    data: items.map(({ row, reason, sentAt }) => ({
      runId: id,
      row,
      chunk: 1,
      subject: `P-${row}`,
      variant: "x",
      token: randomUUID(),
      state: sentAt ? ("accepted" as const) : ("queued" as const),
      reason,
      sentAt: sentAt ?? null,
    })),
  })
  return id
}

test("every item of the run comes as a line in the order of rows, whatever its reason holds, and none of others", async () => {
  const runId = await runWith([
    { row: 7, reason: 'a "quoted", reason\nof two lines' },
    { row: 3, reason: "2.0.0", sentAt: new Date("2026-11-22T03:04:05.678Z") },
    { row: 5, reason: null },
  ])
  await runWith([{ row: 1, reason: null }])
  const file = join(folder, "states.csv")
  await states(runId, file)
  expect(await readFile(file, "utf8")).toBe(
    '3,accepted,2.0.0,2026-11-22 03:04:05.678\n5,queued,,\n7,queued,"a ""quoted"", reason\nof two lines",\n',
  )
})

test("a run without items gives an empty file, and a database that does not answer an error that says so", async () => {
  const file = join(folder, "none.csv")
  await states(randomUUID(), file)
  expect(await readFile(file, "utf8")).toBe("")
  await expect(states("'; DROP TABLE run_item; --", file)).rejects.toThrow("a run has a UUID")
  const away = new URL(await emptyDatabase())
  away.port = "1"
  await expect(copyItemStatesFrom(away.href)(randomUUID(), file)).rejects.toMatchObject({
    code: "unavailable",
  })
})
