import { readFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { canaries, sentLetter } from "../../testing/database/sent-letter.ts"
import { projectRoot } from "../config.ts"
import { openPublicDatabase } from "./public-database.ts"
import { ensurePublicRole, listFaultsOfPublicRole, publicRoleOf } from "./public-role.ts"

const { database, url } = await ownDatabase()
const publicUrl = await ensurePublicRole(url, "a-password-of-its-own")
const client = new pg.Client({ connectionString: publicUrl })
await client.connect()
const open = openPublicDatabase(publicUrl)

afterAll(async () => {
  await Promise.all([client.end(), open.close()])
  const role = publicRoleOf(new URL(url).pathname.slice(1))
  await database.$executeRawUnsafe(`DROP OWNED BY "${role}"`)
  await database.$executeRawUnsafe(`DROP ROLE "${role}"`)
})

interface Thing {
  name: string
  columns: string | null
}

/** What there is, as the owner of the database sees it. */
const relations = await database.$queryRawUnsafe<Thing[]>(`
  SELECT c.oid::regclass::text AS name, min(quote_ident(a.attname)) AS columns FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') GROUP BY c.oid`)
const sequences = await database.$queryRawUnsafe<Thing[]>(
  "SELECT oid::regclass::text AS name, NULL AS columns FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'",
)
const routines = await database.$queryRawUnsafe<{ name: string; call: string; allowed: boolean }[]>(`
  SELECT p.oid::regprocedure::text AS name,
    p.proname || '(' || coalesce((SELECT string_agg('NULL', ', ') FROM unnest(p.proargtypes)), '') || ')' AS call,
    p.proname IN ('public_letter', 'public_take_webhook') AS allowed
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace`)

const REFUSED = "42501"
const asPublic = (sql: string) => client.query(sql)
const refused = (sql: string) => expect(asPublic(sql), sql).rejects.toMatchObject({ code: REFUSED })

describe("the role of the public process", () => {
  test("reads and writes no table, not even one", async () => {
    expect(relations.length).toBeGreaterThan(20)
    for (const { name, columns } of relations) {
      await refused(`SELECT 1 FROM ${name}`)
      await refused(`SELECT ${columns} FROM ${name}`)
      await refused(`INSERT INTO ${name} DEFAULT VALUES`)
      await refused(`UPDATE ${name} SET ${columns} = NULL`)
      await refused(`DELETE FROM ${name}`)
      await refused(`TRUNCATE ${name}`)
      await refused(`DO $$ BEGIN LOCK TABLE ${name} IN ACCESS SHARE MODE; END $$`)
      await refused(`COPY ${name} TO STDOUT`)
    }
  })

  test("uses no sequence", async () => {
    expect(sequences.length).toBeGreaterThan(0)
    for (const { name } of sequences) {
      await refused(`SELECT nextval('${name}')`)
      await refused(`SELECT last_value FROM ${name}`)
    }
  })

  test("calls two functions and no other", async () => {
    expect(routines.filter(({ allowed }) => allowed)).toHaveLength(2)
    expect(routines.length).toBeGreaterThan(2)
    for (const { call, allowed } of routines) if (!allowed) await refused(`SELECT public.${call}`)
    expect(await asPublic("SELECT public.public_letter('x')")).toMatchObject({ rowCount: 0 })
  })

  test.each([
    "CREATE TABLE public.mine (a int)",
    "CREATE TEMP TABLE mine (a int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "CREATE EXTENSION IF NOT EXISTS pgcrypto",
    "SET ROLE tocsin",
    "SET SESSION AUTHORIZATION tocsin",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_advisory_lock(72707369)",
    "SELECT pg_try_advisory_xact_lock(1, 2)",
    "SELECT pg_sleep(1)",
    "SELECT pg_notify('a', 'b')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "COPY (SELECT 1) TO '/tmp/tocsin-public-role'",
    "SELECT * FROM pg_authid",
    "ALTER SYSTEM SET log_statement = 'all'",
    "CHECKPOINT",
  ])("cannot %s", async (sql) => {
    await refused(sql)
  })

  test("can become nobody else and stop nobody else", async () => {
    const { pid } =
      (await database.$queryRawUnsafe<{ pid: number }[]>("SELECT pg_backend_pid() AS pid"))[0] ?? {}
    await refused(`SELECT pg_terminate_backend(${pid})`)
  })

  test("enters no other database of the server", async () => {
    for (const other of ["postgres", "template1"]) {
      const elsewhere = new URL(publicUrl)
      elsewhere.pathname = `/${other}`
      const intruder = new pg.Client({ connectionString: elsewhere.href })
      await expect(intruder.connect()).rejects.toMatchObject({ code: REFUSED })
    }
  })

  test("has nothing too much, and what it is given too much is named", async () => {
    expect(await listFaultsOfPublicRole(publicUrl)).toEqual([])
    const role = `"${publicRoleOf(new URL(url).pathname.slice(1))}"`
    await database.$executeRawUnsafe(`GRANT SELECT (name) ON "user" TO ${role}`)
    await database.$executeRawUnsafe("GRANT EXECUTE ON FUNCTION refuse_change() TO PUBLIC")
    expect(await listFaultsOfPublicRole(publicUrl)).toEqual([
      'reads or writes "user"',
      "calls refuse_change()",
    ])
    await ensurePublicRole(url, "a-password-of-its-own")
    expect(await listFaultsOfPublicRole(publicUrl)).toEqual([])
  })

  test("takes a message once, and finds by its code what a letter that was sent says, and nothing of its recipient", async () => {
    const { code } = await sentLetter(database)
    const waiting = await sentLetter(database, { sentAt: null })
    const found = await open.findLetter(code)
    expect(found).toEqual({
      sentOn: "2024-02-19",
      sender: "Example Cameras <notices@example.org>",
      subject: "Some of your camera pictures were shown to others",
      locale: "en",
      content: "We showed {{pictures}}.",
    })
    const { rows } = await client.query("SELECT * FROM public.public_letter($1)", [code])
    for (const canary of Object.values(canaries)) expect(JSON.stringify(rows)).not.toContain(canary)
    for (const other of [waiting.code, code.toLowerCase(), "", "%", `${code}' OR true --`])
      expect(await open.findLetter(other)).toBeNull()
    const taken = await Promise.all([1, 2, 3].map(() => open.takeWebhook("mailer", "m-1", "{}")))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await database.inboundWebhook.findMany()).toMatchObject([{ source: "mailer", messageId: "m-1" }])
  })

  test("an old password opens nothing any more", async () => {
    await ensurePublicRole(url, "another-password")
    const late = new pg.Client({ connectionString: publicUrl })
    await expect(late.connect()).rejects.toMatchObject({ code: "28P01" })
  })
})

test("the statements for an external database make a role that can do what it should and no more", async () => {
  const [, sql = ""] =
    /```sql\n(.*?)```/s.exec(readFileSync(join(projectRoot, "docs/public-process.md"), "utf8")) ?? []
  const { database: external, url: address } = await ownDatabase()
  const name = new URL(address).pathname.slice(1)
  const role = `outside_${name}`
  const statements = sql.replaceAll("DATABASE tocsin", `DATABASE ${name}`).replaceAll("tocsin_public", role)
  for (const one of statements.split(";\n").filter((text) => text.trim() !== ""))
    await external.$executeRawUnsafe(one)
  const own = new URL(address)
  own.username = role
  own.password = "a-long-random-password"
  expect(await listFaultsOfPublicRole(own.href)).toEqual([])
  await external.$executeRawUnsafe(`REVOKE EXECUTE ON FUNCTION public_letter(text) FROM ${role}`)
  expect(await listFaultsOfPublicRole(own.href)).toEqual(["cannot call public.public_letter(text)"])
  await external.$executeRawUnsafe(`DROP OWNED BY ${role}`)
  await external.$executeRawUnsafe(`DROP ROLE ${role}`)
})
