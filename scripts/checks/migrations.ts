/**
 * Do the migrations and the schema agree? Each migration carries the schema that it leads to beside it, so that the
 * next one can be written without a database: `--write NAME` writes the one that leads to today's schema.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"

const assembly = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly
const root = fileURLToPath(new URL("../..", import.meta.url))
const schemaFile = join(root, "prisma/schema.prisma")
const folder = join(root, "prisma/migrations")

/** The engine opens a connection even where it compares two texts; it may ask nothing of it but its version. */
const nothing = {
  provider: "postgres" as const,
  adapterName: "none",
  queryRaw: async (query: { sql: string }) => {
    if (!/version/i.test(query.sql)) throw new Error(`there is no database to ask: ${query.sql}`)
    return { columnNames: ["version"], columnTypes: [7], rows: [["PostgreSQL 18.0"]] }
  },
  executeRaw: async () => 0,
  executeScript: async () => {},
  dispose: async () => {},
}

const { values } = parseArgs({ options: { write: { type: "string" } } })
const migrations = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
const last = migrations.at(-1)
const schema = readFileSync(schemaFile, "utf8")
const script = await difference(
  last ? readFileSync(join(folder, last, "schema.prisma"), "utf8") : null,
  schema,
)

if (values.write !== undefined) {
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)
  const target = join(folder, `${stamp}_${values.write.replaceAll(/\W+/g, "_")}`)
  mkdirSync(target)
  writeFileSync(join(target, "migration.sql"), script)
  writeFileSync(join(target, "schema.prisma"), schema)
  process.stdout.write(`${target}\n`)
} else if (!isEmpty(script)) {
  process.stderr.write(
    `prisma/schema.prisma has changes without a migration: npm run migration -- NAME\n${script}`,
  )
  process.exit(1)
}

/** The SQL that leads from one schema to another; from nothing where there is none. */
async function difference(from: string | null, to: string): Promise<string> {
  const { SchemaEngine } = await loadEngine()
  const model = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: schemaFile, content }],
  })
  const connect = async () => nothing as never
  const adapter = bindMigrationAwareSqlAdapterFactory({ ...nothing, connect, connectToShadowDb: connect })
  const engine = await SchemaEngine.new(
    { datamodels: [[schemaFile, to]] } as never,
    () => {},
    adapter as never,
  )
  const { stdout } = await engine.diff({
    from: from === null ? { tag: "empty" } : model(from),
    to: model(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ""
}

function isEmpty(sql: string): boolean {
  return sql.replaceAll(/--.*$/gm, "").trim() === ""
}

/** WebAssembly as Node has it; its types come with those of browsers alone. */
interface Assembly {
  instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Record<string, () => void> } }>
}

/** The engine is WebAssembly that its package leaves to be instantiated. */
async function loadEngine() {
  const require = createRequire(import.meta.url)
  const packageFolder = dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"))
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg")
  const bytes = readFileSync(join(packageFolder, "schema_engine_bg.wasm"))
  const { instance } = await assembly.instantiate(bytes, { "./schema_engine_bg.js": glue })
  const bindings = glue as unknown as { __wbg_set_wasm(exports: unknown): void }
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
  return glue as unknown as typeof import("@prisma/schema-engine-wasm")
}
