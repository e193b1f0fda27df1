import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Tx } from "../core/context.ts"
import { correctIncident } from "../incidents/correct-incident.ts"
import { declareIncident } from "../incidents/declare-incident.ts"
import { forgetTold } from "../incidents/forget-told.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { settledDeliveries } from "../testing/database/settled-deliveries.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { anchorHeads } from "./anchor-heads.ts"
import { parseAnchorLines } from "./anchor-line.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import { sealLedgers } from "./seal-ledger.ts"
import { brokenLine, type TrailReport, verifyChains, verifyTrail } from "./verify-trail.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const anchorFile = join(folder, "anchors")
const { system, as } = contextsOver(database, folder, {
  settings: { TOCSIN_TRAIL_ANCHOR: `file:${anchorFile}` },
})
const legal = await as("legal")

/** An incident with six entries: its declaration and five corrections. */
async function incidentWithEntries() {
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  const { id, number } = await declareIncident(legal, declared)
  for (const severity of ["high", "low", "critical", "moderate", "high"] as const)
    await correctIncident(legal, id, { ...declared, severity, reason: "It was looked at again" })
  return { id, name: `INC-${number}` }
}

/** What an approval of `trail.forget` does, without the approval. */
async function forget(incidentId: string, upTo: number) {
  await system.mutate(
    "trail.forget",
    (told: Awaited<ReturnType<typeof forgetTold.perform>>) => ({ incidentId, details: told }),
    (tx) =>
      forgetTold.perform(
        tx,
        { actor: legal.actor, now: new Date(), approvalId: randomUUID(), revision: null },
        { incidentId, upTo },
      ),
  )
}

const kept = await incidentWithEntries()
const forgotten = await incidentWithEntries()
await forget(forgotten.id, 4)
await settledDeliveries(database, 5)
await sealLedgers(system)
await anchorHeads(system)
// What comes after the anchor is proven by the chain alone.
const later = await incidentWithEntries()
await settledDeliveries(database, 3)
await sealLedgers(system)
await anchorHeads(system)

const installation = await database.trailEntry.findMany({ where: { chainId: INSTALLATION_CHAIN } })
const lineOf = (act: string) => installation.find((one) => one.act === act)?.seq
const firstSeal = lineOf("ledger.seal")
const firstAnchor = lineOf("trail.anchor")

class Undone extends Error {}

/** Alters the database as somebody can who holds it, has it verified, and takes everything back. */
async function afterHarm(harm: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  let report: TrailReport | null = null
  const work = database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`
      await harm(tx)
      report = await verifyChains(tx, parseAnchorLines(readFileSync(anchorFile, "utf8"), anchorFile))
      throw new Undone()
    },
    { timeout: 60_000 },
  )
  await expect(work).rejects.toThrow(Undone)
  return (report as TrailReport | null)?.broken.map((one) => brokenLine(one)) ?? []
}

const sql = (text: string) => (tx: Tx) => tx.$executeRawUnsafe(text)
const entry = (seq: number, chain = kept.id) => `chain_id = '${chain}' AND seq = ${seq}`
const stranger = "aaaaaaaa-0000-7000-8000-000000000000"

test("a trail of real acts, with a forgotten part, seals and anchors, is whole", async () => {
  const given = parseAnchorLines(readFileSync(anchorFile, "utf8"), anchorFile)
  const report = await verifyTrail(legal, given)
  expect(report).toMatchObject({
    broken: [],
    entries: await database.trailEntry.count(),
    chains: 4,
    head: { entries: installation.length },
    lastAnchor: { target: `file:${anchorFile}` },
    anchorsGiven: 2,
  })
  expect(await database.trailContent.count({ where: { chainId: forgotten.id } })).toBe(3)
})

test("whoever may not see the trail may not have it verified", async () => {
  await expect(verifyTrail(await as("support"))).rejects.toMatchObject({ code: "forbidden" })
})

/** By table and column: an altered value, and what the verifier then names. */
const harms: Record<string, { sql: string; names: RegExp }> = {
  "trail_chain.id": {
    sql: `UPDATE trail_chain SET id = '${stranger}' WHERE id = '${kept.id}'`,
    names: new RegExp(`^${kept.name}: it has entries, and is not in the list of chains`),
  },
  "trail_chain.length": {
    sql: `UPDATE trail_chain SET length = 7 WHERE id = '${kept.id}'`,
    names: new RegExp(`^${kept.name} entry 7: it is missing, and all after it: the chain has 7 entries`),
  },
  "trail_chain.head": {
    sql: `UPDATE trail_chain SET head = repeat('a', 64) WHERE id = '${kept.id}'`,
    names: new RegExp(`^${kept.name} entry 6: it is the last one, and the chain names another`),
  },
  "trail_entry.chain_id": {
    sql: `UPDATE trail_entry SET chain_id = '${stranger}' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3: it is missing; the next entry is 4`),
  },
  "trail_entry.seq": {
    sql: `UPDATE trail_entry SET seq = 30 WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3: it is missing; the next entry is 4`),
  },
  "trail_entry.at": {
    sql: `UPDATE trail_entry SET at = at + interval '1 millisecond' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not that of its columns`),
  },
  "trail_entry.act": {
    sql: `UPDATE trail_entry SET act = 'question.answer' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_entry.actor": {
    sql: `UPDATE trail_entry SET actor = E'system\\nx' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_entry.role": {
    sql: `UPDATE trail_entry SET role = 'security' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_entry.content_digest": {
    sql: `UPDATE trail_entry SET content_digest = repeat('b', 64) WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_entry.previous": {
    sql: `UPDATE trail_entry SET previous = repeat('b', 64) WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_entry.hash": {
    sql: `UPDATE trail_entry SET hash = repeat('b', 64) WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*its hash is not`),
  },
  "trail_content.chain_id": {
    sql: `UPDATE trail_content SET chain_id = '${stranger}' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*what it tells is missing, and no entry says`),
  },
  "trail_content.seq": {
    sql: `UPDATE trail_content SET seq = 30 WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*what it tells is missing, and no entry says`),
  },
  "trail_content.salt": {
    sql: `UPDATE trail_content SET salt = 'pepper' WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*what it tells was altered`),
  },
  "trail_content.text": {
    sql: `UPDATE trail_content SET text = replace(text, 'again', 'twice') WHERE ${entry(3)}`,
    names: new RegExp(`^${kept.name} entry 3 .*what it tells was altered`),
  },
  "trail_anchor.id": {
    sql: `UPDATE trail_anchor SET id = '${stranger}' WHERE at = (SELECT min(at) FROM trail_anchor)`,
    names: new RegExp(`^the installation entry ${firstAnchor} .*the anchor .* that it names is missing`),
  },
  "trail_anchor.at": {
    sql: "UPDATE trail_anchor SET at = at - interval '1 day' WHERE at = (SELECT min(at) FROM trail_anchor)",
    names: new RegExp(`^the installation entry ${firstAnchor} .*the anchor .* that it names was altered`),
  },
  "trail_anchor.target": {
    sql: "UPDATE trail_anchor SET target = 'file:/dev/null' WHERE at = (SELECT min(at) FROM trail_anchor)",
    names: new RegExp(`^the installation entry ${firstAnchor} .*the anchor .* that it names was altered`),
  },
  "trail_anchor.heads": {
    sql: `UPDATE trail_anchor SET heads = jsonb_set(heads, '{0,entries}', '99') WHERE at = (SELECT min(at) FROM trail_anchor)`,
    names: new RegExp(`^the installation entry ${firstAnchor} .*the anchor .* that it names was altered`),
  },
  ...Object.fromEntries(
    Object.entries({
      id: `'${stranger}'`,
      endpoint_id: `'${stranger}'`,
      act: "'run.stop'",
      payload: "'{}'",
      state: "CASE state WHEN 'delivered' THEN 'given_up' ELSE 'delivered' END::\"DeliveryState\"",
      attempts: "attempts + 1",
      queued_at: "queued_at + interval '1 ms'",
      next_at: "next_at + interval '1 ms'",
      last_answer: "'500'",
      delivered_at: "'2024-02-17T10:00:00Z'",
      sealed_by: "sealed_by + 1",
    }).map(([column, value]) => [
      `webhook_delivery.${column}`,
      {
        sql: `UPDATE webhook_delivery SET ${column} = ${value} WHERE id = (SELECT id FROM webhook_delivery WHERE sealed_by = ${firstSeal} ORDER BY id LIMIT 1)`,
        names: new RegExp(
          `^the installation entry ${firstSeal} .*(it seals 5 rows|rows of webhook_delivery)`,
        ),
      },
    ]),
  ),
}

test("every column of every chained table has its case here", async () => {
  const columns = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name IN ('trail_chain', 'trail_entry', 'trail_content', 'trail_anchor', 'webhook_delivery')`
  expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(harms).sort())
  const chained = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND (table_name LIKE 'trail%' OR column_name = 'sealed_by') GROUP BY 1 ORDER BY 1`
  expect(chained.map(({ name }) => name)).toEqual([
    "trail_anchor",
    "trail_chain",
    "trail_content",
    "trail_entry",
    "webhook_delivery",
  ])
})

test.each(Object.entries(harms))("an altered %s is named", async (_, { sql: text, names }) => {
  const lines = await afterHarm(sql(text))
  expect(lines).toContainEqual(expect.stringMatching(names))
})

const swap = (table: string, columns: string, where: string) =>
  `UPDATE ${table} AS one SET (${columns}) = (SELECT ${columns} FROM ${table} AS other
     WHERE other.chain_id = one.chain_id AND other.seq = 7 - one.seq) WHERE one.${where} AND one.seq IN (3, 4)`

test.each<[string, string, RegExp]>([
  [
    "an entry that was deleted",
    `DELETE FROM trail_entry WHERE ${entry(3)}`,
    / entry 3: it is missing; the next/,
  ],
  [
    "the first entry, deleted",
    `DELETE FROM trail_entry WHERE ${entry(1)}`,
    / entry 1: it is missing; the next/,
  ],
  [
    "the last entry, deleted",
    `DELETE FROM trail_entry WHERE ${entry(6)}`,
    / entry 6: it is missing; the anchor of .* names it as the chain's last/,
  ],
  [
    "what an entry tells, deleted",
    `DELETE FROM trail_content WHERE ${entry(3)}`,
    / entry 3 .*what it tells is missing, and no entry says/,
  ],
  [
    "two entries in each other's place",
    swap("trail_entry", "at, act, actor, role, content_digest, previous, hash", `chain_id = '${kept.id}'`),
    / entry 3 .*its hash is not/,
  ],
  [
    "what two entries tell, in each other's place",
    swap("trail_content", "salt, text", `chain_id = '${kept.id}'`),
    / entry 3 .*what it tells was altered/,
  ],
  [
    "a cut tail whose chain was cut as well, which was anchored outside",
    `WITH gone AS (DELETE FROM trail_entry WHERE chain_id = '${kept.id}' AND seq > 4),
      told AS (DELETE FROM trail_content WHERE chain_id = '${kept.id}' AND seq > 4)
     UPDATE trail_chain SET length = 4, head = (SELECT hash FROM trail_entry WHERE ${entry(4)}) WHERE id = '${kept.id}'`,
    / entry 6: it is missing; the anchor of .* names it as the chain's last/,
  ],
  [
    "an entry of which the chain does not know",
    `UPDATE trail_chain SET length = 5, head = (SELECT hash FROM trail_entry WHERE ${entry(5)}) WHERE id = '${kept.id}'`,
    / entry 6: the chain has no more than 5 entries/,
  ],
])("%s is named", async (_, text, names) => {
  const lines = await afterHarm(sql(text))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(new RegExp(`^${kept.name}${names.source}`))
})

/** Without a chain nothing of an incident is left but what was anchored. */
async function dropChain(tx: Tx, id: string) {
  await tx.$executeRaw`DELETE FROM trail_content WHERE chain_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM trail_entry WHERE chain_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM trail_chain WHERE id = ${id}::uuid`
}

test("a whole chain that was dropped is named, and so is one that went with its incident, by what was anchored", async () => {
  const lines = await afterHarm((tx) => dropChain(tx, kept.id))
  expect(lines).toEqual([`${kept.name}: the incident has no entry`])
  const without = await afterHarm(async (tx) => {
    await dropChain(tx, kept.id)
    await tx.$executeRaw`DELETE FROM incident WHERE id = ${kept.id}::uuid`
  })
  expect(without).toEqual([expect.stringMatching(`^chain ${kept.id} entry 6: it is missing; the anchor of `)])
  const all = await afterHarm((tx) => dropChain(tx, INSTALLATION_CHAIN))
  expect(all).toEqual([expect.stringMatching("^the installation.*: ")])
})

test("a chain of no incident is named, and one that does not begin with the declaration", async () => {
  const lines = await afterHarm(sql(`INSERT INTO trail_chain VALUES ('${stranger}', 0, repeat('0', 64))`))
  expect(lines).toEqual([`chain ${stranger}: it is of no incident`])
  const { id, number } = await database.incident.findUniqueOrThrow({ where: { id: later.id } })
  const begun = await afterHarm(async (tx) => {
    await dropChain(tx, id)
    const { appendEntry } = await import("./append-entry.ts")
    await appendEntry(tx, legal.actor, "incident.correct", { incidentId: id, details: {} })
  })
  expect(begun).toContainEqual(
    expect.stringMatching(`^INC-${number} entry 1 \\(incident.correct, .*an incident's first entry is`),
  )
})

test("what is never forgotten, and what lies outside the range that was, must be there", async () => {
  const told = (seq: number) => sql(`DELETE FROM trail_content WHERE ${entry(seq, forgotten.id)}`)
  expect(await afterHarm(told(5))).toEqual([expect.stringMatching(`^${forgotten.name} entry 5 .*is missing`)])
  // Without the range nothing says that the entries before were forgotten.
  expect(await afterHarm(told(7))).toEqual([expect.stringMatching(`^${forgotten.name} entry 1 .*is missing`)])
  const sealed = sql(`DELETE FROM trail_content WHERE ${entry(firstSeal ?? 0, INSTALLATION_CHAIN)}`)
  expect(await afterHarm(sealed)).toEqual([
    expect.stringMatching(`^the installation entry ${firstSeal} .*is never forgotten`),
  ])
})

test("anchors and seals that went, or came from elsewhere, are named", async () => {
  expect(await afterHarm(sql("DELETE FROM trail_anchor"))).toContainEqual(
    expect.stringMatching(`^the installation entry ${firstAnchor} .*the anchor .* is missing`),
  )
  expect(
    await afterHarm(sql(`INSERT INTO trail_anchor VALUES ('${stranger}', now(), 'file:/dev/null', '[]')`)),
  ).toEqual(["the installation: there are 3 anchors, and its entries name 2"])
  expect(await afterHarm(sql(`DELETE FROM webhook_delivery WHERE sealed_by = ${firstSeal}`))).toEqual([
    expect.stringMatching(`^the installation entry ${firstSeal} .*it seals 5 rows .* there are 0`),
  ])
  const swapped = `UPDATE webhook_delivery AS one SET payload = other.payload FROM webhook_delivery AS other
    WHERE one.sealed_by = ${firstSeal} AND other.sealed_by = ${firstSeal} AND one.attempts + other.attempts = 5 AND one.attempts IN (1, 4)`
  expect(await afterHarm(sql(swapped))).toEqual([
    expect.stringMatching(`^the installation entry ${firstSeal} .*their digest is another`),
  ])
})

test("a chain that was written anew, sound in itself, is not the one that was anchored", async () => {
  const lines = await afterHarm(async (tx) => {
    await dropChain(tx, kept.id)
    const { appendEntry } = await import("./append-entry.ts")
    for (const act of ["incident.declare", ...Array(5).fill("incident.correct")])
      await appendEntry(tx, legal.actor, act, { incidentId: kept.id, details: { nothing: "to see" } })
  })
  expect(lines).toEqual([
    expect.stringMatching(
      `^${kept.name} entry 6 \\(incident.correct, .*it is not the entry that the anchor of`,
    ),
  ])
})

test("the trail cannot be altered by those who only write", async () => {
  for (const text of [
    "UPDATE trail_entry SET act = act",
    "DELETE FROM trail_entry",
    "UPDATE trail_content SET text = text",
    "DELETE FROM trail_chain",
    "DELETE FROM trail_anchor",
    `UPDATE webhook_delivery SET attempts = 9 WHERE sealed_by = ${firstSeal}`,
    `DELETE FROM webhook_delivery WHERE sealed_by = ${firstSeal}`,
  ])
    await expect(database.$executeRawUnsafe(text)).rejects.toThrow(/is refused/)
})
