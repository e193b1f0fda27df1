import { z } from "zod"

/** Raised when the file gets another shape. */
export const FORMAT = 1

/** The first entry says what the file is, the last but one what must be in it, the last that this one is whole. */
export const ENTRIES = {
  opening: "tocsin-backup.json",
  manifest: "manifest.json",
  seal: "manifest.sha256",
} as const

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().nonnegative()
const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)

export const openingSchema = z.object({
  format: z.number().int().positive(),
  version: z.string(),
  at: z.iso.datetime(),
})

/** Of a table: its rows as `COPY … TO STDOUT` writes them, in parts. */
const tableSchema = z.object({
  name,
  columns: z.array(name),
  rows: count,
  bytes: count,
  parts: count,
  sha256,
})
const fileSchema = z.object({ path: z.string(), bytes: count, sha256 })

export const manifestSchema = openingSchema.extend({
  migrations: z.array(z.object({ name: z.string(), checksum: sha256 })),
  /** In an order in which no row comes before one that it refers to. */
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name, lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() })),
  files: z.array(fileSchema),
  /** Folders that evidence is read from where it lies: it is not in the backup. */
  elsewhere: z.array(z.string()),
  /** Whether TOCSIN_SECRET was set, and what tells that another is not the same. */
  secret: z.object({ isSetting: z.boolean(), check: z.string().nullable() }),
  /** The heads of the trail's chains, each row as JSON, to be held against anchors. */
  trailHeads: z.array(z.record(z.string(), z.unknown())),
})

export type Opening = z.output<typeof openingSchema>
export type Manifest = z.output<typeof manifestSchema>
export type BackedUpTable = z.output<typeof tableSchema>
export type BackedUpFile = z.output<typeof fileSchema>

/** The first entry, byte for byte. */
export function openingText({ format, version, at }: Opening): string {
  return `${JSON.stringify({ format, version, at })}\n`
}

/** Where a part of a table lies in the file. */
export function partPath(table: string, nth: number): string {
  return `tables/${table}/${String(nth).padStart(6, "0")}`
}

/** Where a file of the data folder lies in the file. */
export function filePath(path: string): string {
  return `files/${path}`
}

/** What a whole backup holds, in figures. */
export function sizeOf({ tables, files }: Pick<Manifest, "tables" | "files">) {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    tables: tables.length,
    rows: sum(tables.map(({ rows }) => rows)),
    files: files.length,
    bytes: sum([...tables, ...files].map(({ bytes }) => bytes)),
  }
}
