import type pg from "pg"
import { AppError, invariant } from "../../core/errors.ts"

export interface Table {
  name: string
  columns: readonly string[]
  /** Gives all rows, in an order that is the same in every database. */
  copyOut: string
  /** Takes rows as `copyOut` gives them. */
  copyIn: string
}

interface Found {
  name: string
  columns: string[]
  /** Columns of the primary key, with the collation that is the same everywhere. */
  key: string[]
}

/** Tables of the product, and the columns that are stored and not computed. */
const TABLES = `
  SELECT c.relname AS name,
    (SELECT array_agg(a.attname::TEXT ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    coalesce((SELECT array_agg(
        quote_ident(a.attname) || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END ORDER BY k.nth)
      FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, nth), pg_attribute a
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum), '{}') AS key
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY c.relname COLLATE "C"`

const REFERENCES = `
  SELECT DISTINCT c.relname AS from, f.relname AS to
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_class f ON f.oid = o.confrelid
  WHERE o.contype = 'f' AND o.connamespace = 'public'::regnamespace AND c.oid <> f.oid`

/**
 * All tables of the product as the catalogue names them, none before one that it refers to.
 * @throws Error when tables refer to each other in a circle: a fault of the schema
 */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows: found } = await client.query<Found>(TABLES)
  const { rows: references } = await client.query<{ from: string; to: string }>(REFERENCES)
  const ordered: Found[] = []
  const waiting = new Set(found)
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      ({ name }) =>
        !references.some(({ from, to }) => from === name && [...waiting].some((one) => one.name === to)),
    )
    invariant(free.length > 0, `these tables refer to each other: ${[...waiting].map(({ name }) => name)}`)
    for (const table of free) waiting.delete(table)
    ordered.push(...free)
  }
  return ordered.map(tableOf)
}

function tableOf({ name, columns, key }: Found): Table {
  const list = columns.map(quoted).join(", ")
  const order = key.length > 0 ? key.join(", ") : `${quoted(name)}::TEXT COLLATE "C"`
  return {
    name,
    columns,
    copyOut: `COPY (SELECT ${list} FROM public.${quoted(name)} ORDER BY ${order}) TO STDOUT`,
    copyIn: `COPY public.${quoted(name)} (${list}) FROM STDIN`,
  }
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export async function listSequences(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename COLLATE "C"`,
  )
  return rows.map(({ name }) => name)
}

/** Whether there is a table of that name. */
export async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ is_there: boolean }>(
    "SELECT to_regclass('public.' || quote_ident($1)) IS NOT NULL AS is_there",
    [name],
  )
  return rows[0]?.is_there ?? false
}

/** Values as text that are read back as the same values, whatever the server or its role is set to. */
export async function settleNotation(client: pg.Client): Promise<void> {
  await client.query(`
    SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC'; SET bytea_output = 'hex';
    SET extra_float_digits = 3; SET search_path = public; SET client_encoding = 'UTF8';
    SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0`)
}

/** @throws AppError precondition when Tocsin has never worked with the database */
export async function demandInstallation(client: pg.Client): Promise<void> {
  if (await hasTable(client, "_prisma_migrations")) return
  throw new AppError("precondition", "the database holds nothing of Tocsin yet: there is nothing to back up")
}
