import { randomUUID } from "node:crypto"
import pg from "pg"
import { afterAll, inject } from "vitest"
import type { Database } from "../../core/context.ts"
import { openDatabase } from "../../platform/db/client.ts"

/** A database of the test file's own, copied from the migrated template and dropped after it. */
export async function ownDatabase(): Promise<{ database: Database; url: string }> {
  const template = new URL(inject("templateUrl"))
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await onServer(template, `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`)
  const own = new URL(template)
  own.pathname = `/${name}`
  const database = openDatabase(own.href)
  afterAll(async () => {
    await database.$disconnect()
    await onServer(template, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  return { database, url: own.href }
}

/** The address of a database without tables, dropped after the test file. */
export async function emptyDatabase(): Promise<string> {
  const template = new URL(inject("templateUrl"))
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await onServer(template, `CREATE DATABASE ${name}`)
  afterAll(() => onServer(template, `DROP DATABASE ${name} WITH (FORCE)`))
  const own = new URL(template)
  own.pathname = `/${name}`
  return own.href
}

/** Runs a statement that concerns whole databases, one at a time: copying needs a template that nobody is connected to. */
async function onServer(template: URL, sql: string): Promise<void> {
  const server = new URL(template)
  server.pathname = "/postgres"
  const client = new pg.Client({ connectionString: server.href })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock(1)")
    await client.query(sql)
  } finally {
    await client.end()
  }
}
