import { parse } from "csv-parse/sync"
import { expect, test } from "vitest"
import type { Context } from "../core/context.ts"
import { correctIncident } from "../incidents/correct-incident.ts"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { exportEntries } from "./export-entries.ts"
import { forgetContent } from "./forget-content.ts"
import { listEntries } from "./list-entries.ts"
import { parseEntriesQuery } from "./schemas.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const legal = await as("legal")
const security = await as("security")
const declared = { title: "=HYPERLINK(1)", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
const { id } = await declareIncident(legal, declared)
for (const severity of ["high", "low", "critical", "moderate"] as const)
  await correctIncident(security, id, { ...declared, severity, reason: "It was looked at again" })

const today = new Date().toISOString().slice(0, 10)
const seqs = async (query: Record<string, string>, limit?: number) => {
  const page = await listEntries(legal, id, parseEntriesQuery(new URLSearchParams(query)), limit)
  return { seqs: page.entries.map(({ seq }) => seq), newer: page.newer, older: page.older }
}

test("entries are listed the latest first, by name and role, with what they tell in words", async () => {
  const page = await listEntries(legal, id, {})
  expect(page).toMatchObject({
    total: 5,
    acts: ["incident.correct", "incident.declare"],
    newer: null,
    older: null,
  })
  expect(page.people.map(({ name }) => name)).toEqual(["A legal", "A security"])
  expect(page.entries.at(-1)).toMatchObject({
    seq: 1,
    act: "incident.declare",
    actor: "A legal",
    role: "legal",
    told: [
      { label: "title", value: "=HYPERLINK(1)" },
      { label: "severity", value: "low" },
    ],
  })
  expect(page.entries[0]?.told).toEqual([
    { label: "severity", value: "moderate (was critical)" },
    { label: "reason", value: "It was looked at again" },
  ])
})

test("pages go on where the last one ended, and lead back", async () => {
  expect(await seqs({}, 2)).toEqual({ seqs: [5, 4], newer: null, older: { before: 4 } })
  expect(await seqs({ before: "4" }, 2)).toEqual({ seqs: [3, 2], newer: { after: 3 }, older: { before: 2 } })
  expect(await seqs({ before: "2" }, 2)).toEqual({ seqs: [1], newer: { after: 1 }, older: null })
  expect(await seqs({ after: "1" }, 2)).toEqual({ seqs: [3, 2], newer: { after: 3 }, older: { before: 2 } })
  expect(await seqs({ after: "3" }, 2)).toEqual({ seqs: [5, 4], newer: null, older: { before: 4 } })
})

test("filters narrow by act, person and days, and each says what it cannot take", async () => {
  expect((await seqs({ act: "incident.declare" })).seqs).toEqual([1])
  expect((await seqs({ actor: security.actor.id, to: today, from: today })).seqs).toEqual([5, 4, 3, 2])
  expect((await seqs({ to: "2024-02-16" })).seqs).toEqual([])
  for (const [query, message] of [
    [{ act: "incident.eat" }, "act: incident.eat is no act"],
    [{ from: "yesterday" }, "from: yesterday is no day like 2024-02-16"],
    [{ from: "2024-02-17", to: "2024-02-16" }, "to: 2024-02-16 lies before the first day"],
    [{ before: "0" }, "before: 0 is no number of an entry"],
  ] as const)
    expect(() => parseEntriesQuery(new URLSearchParams(query))).toThrow(message)
})

test("support does not see the trail, and does not export it", async () => {
  const support = await as("support")
  await expect(listEntries(support, id, {})).rejects.toMatchObject({ code: "forbidden" })
  await expect(csvOf(support, {})).rejects.toMatchObject({ code: "forbidden" })
})

async function csvOf(ctx: Context, query: Record<string, string>): Promise<Record<string, string>[]> {
  let text = ""
  for await (const piece of exportEntries(ctx, id, parseEntriesQuery(new URLSearchParams(query)), 2))
    text += piece
  return parse(text, { columns: true })
}

test("an export holds every entry that is asked for, is safe to open, and stands in the trail", async () => {
  const rows = await csvOf(await as("auditor"), { to: today })
  expect(rows.map(({ number }) => number)).toEqual(["1", "2", "3", "4", "5"])
  expect(rows[0]).toMatchObject({ who: "A legal", role: "legal", what: "Declared the incident" })
  expect(rows[0]?.told).toBe("title: =HYPERLINK(1); severity: low")
  expect(await entriesOf(database, { incidentId: id, act: "trail.export" })).toMatchObject([
    { details: { to: today, upTo: 5 } },
  ])
  const again = await csvOf(legal, { act: "incident.declare" })
  expect(again).toHaveLength(1)
})

test("what was forgotten says so, in the list and in the export", async () => {
  await system.mutate(
    "trail.forget",
    (told: object) => ({ incidentId: id, details: { ...told } }),
    (tx) => forgetContent(tx, id, 2),
  )
  const { entries } = await listEntries(legal, id, { act: "incident.declare" })
  expect(entries[0]?.told).toBeNull()
  expect((await csvOf(legal, { act: "incident.declare" }))[0]?.told).toBe("forgotten")
  const [forget] = (await listEntries(legal, id, { act: "trail.forget" })).entries
  expect(forget?.told).toContainEqual({ label: "entries", value: "1 to 2" })
})
