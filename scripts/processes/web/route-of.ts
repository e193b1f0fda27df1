import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Parameters whose values are numbers and ids of ours; all others may name a person, an account, a file or be a secret. */
const TOLD = /^(?:incident|run|set|approval|revision|webhook)$/
const OWN_ID = /^(?:(?:INC-)?\d{1,9}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** Every route that the built pages have, such as `/incidents/[incident]/people/[account]`. */
export function builtRoutes(folder: string): string[] {
  const file = join(folder, ".next", "app-path-routes-manifest.json")
  if (!existsSync(file)) return []
  return Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>)
}

/**
 * What a log may say of an address: the route that it belongs to, with our own ids and numbers in place; what nothing of
 * ours answers is `(none)`.
 */
export function routeTeller(routes: readonly string[]): (path: string) => string {
  // Of two routes that fit, the one with its words before the one with a place for any.
  const known = routes.map((route) => route.split("/")).sort((a, b) => placesIn(a) - placesIn(b))
  return (path) => {
    if (path.startsWith("/_next/static/")) return "/_next/static"
    const asked = path.split("/")
    const route = known.find((parts) => parts.length === asked.length && fits(parts, asked))
    if (!route) return "(none)"
    return route.map((part, index) => shown(part, asked[index] ?? "")).join("/") || "/"
  }
}

const nameOf = (part: string) => /^\[(.+)\]$/.exec(part)?.[1]
const placesIn = (parts: readonly string[]) => parts.filter((part) => nameOf(part) !== undefined).length

function fits(parts: readonly string[], asked: readonly string[]): boolean {
  return parts.every(
    (part, index) => part === asked[index] || (nameOf(part) !== undefined && asked[index] !== ""),
  )
}

function shown(part: string, value: string): string {
  const name = nameOf(part)
  return name !== undefined && TOLD.test(name) && OWN_ID.test(value) ? value : part
}
