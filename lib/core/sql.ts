import { readFileSync } from "node:fs"

/** A value as an SQL literal. Bigints are instants in microseconds since 1970 UTC. */
export function literal(value: string | number | boolean | bigint | null): string {
  if (value === null) return "NULL"
  if (typeof value === "string") return textLiteral(value)
  if (typeof value === "bigint") return `make_timestamp(${value})`
  return String(value)
}

/** The engine's parser ends at a NUL, so that one has to be put together. */
function textLiteral(text: string): string {
  const pieces = text.split("\0").map((piece) => `'${piece.replaceAll("'", "''")}'`)
  return pieces.length === 1 ? (pieces[0] ?? "") : `(${pieces.join(" || chr(0) || ")})`
}

/** A list of values as an SQL list literal; an empty one keeps the type of its elements. */
export function literalList(values: readonly string[]): string {
  return `[${values.map(literal).join(", ")}]::VARCHAR[]`
}

/** Paths as a list for the engine's readers, which take a path for a glob: each stands for itself alone. */
export function pathList(paths: readonly string[]): string {
  return literalList(paths.map((path) => path.replaceAll(/[*?[]/g, "[$&]")))
}

/** The rows of Parquet files, and nothing of their paths: a folder named key=value is no column. */
export function parquetScan(paths: readonly string[]): string {
  return `read_parquet(${pathList(paths)}, hive_partitioning = false)`
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * The text of an SQL file. Values never enter it: they are engine variables or literals made here.
 * `{{name}}` marks the places of relations and expressions that depend on the shape of an input.
 */
export function sqlFile(url: URL, fragments: Record<string, string> = {}): string {
  return readFileSync(url, "utf8").replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const fragment = fragments[name]
    if (fragment === undefined) throw new Error(`${url.pathname}: no fragment for {{${name}}}`)
    return fragment
  })
}
