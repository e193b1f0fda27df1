import { readFileSync } from "node:fs"

/** A value as an SQL literal. Bigints are instants in microseconds since 1970 UTC. */
export function literal(value: string | number | boolean | bigint | null): string {
  if (value === null) return "NULL"
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`
  if (typeof value === "bigint") return `make_timestamp(${value})`
  return String(value)
}

/** A list of values as an SQL list literal; an empty one keeps the type of its elements. */
export function literalList(values: readonly string[]): string {
  return `[${values.map(literal).join(", ")}]::VARCHAR[]`
}

/** Paths as a list for the engine's readers, which take a path for a glob: each stands for itself alone. */
export function pathList(paths: readonly string[]): string {
  return literalList(paths.map((path) => path.replaceAll(/[*?[]/g, "[$&]")))
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
