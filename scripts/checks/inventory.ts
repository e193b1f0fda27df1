import { readFileSync } from "node:fs"
import { join } from "node:path"
import { globSync } from "tinyglobby"
import { projectRoot } from "../../lib/platform/config.ts"

/** Everything by which somebody from outside reaches what Tocsin keeps, found in the sources. */
export interface Inventory {
  /** `page /incidents/[incident]`, `GET /api/…`: the address as its folders have it, groups left out. */
  routes: string[]
  /** `app/…/actions.ts#nameAction`. */
  actions: string[]
  /** `lib/…/name.ts#verb` with the acts that it performs, in order of the alphabet. */
  verbs: { name: string; acts: string[] }[]
}

export function takeInventory(root = projectRoot): Inventory {
  return { routes: listRoutes(root), actions: listActions(root), verbs: listVerbs(root) }
}

function listRoutes(root: string): string[] {
  const pages = sources(root, ["app/**/page.tsx"]).map(({ path }) => `page ${addressOf(path)}`)
  const handlers = sources(root, ["app/**/route.ts"]).flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /^export (?:async function|function|const) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm,
      ),
    ].map(([, method]) => `${method} ${addressOf(path)}`),
  )
  return [...pages, ...handlers].sort()
}

/** The address of a page or route by its folders; those in brackets only group. */
function addressOf(path: string): string {
  const folders = path.split("/").slice(1, -1)
  return `/${folders.filter((folder) => !folder.startsWith("(")).join("/")}`
}

function listActions(root: string): string[] {
  return sources(root, ["app/**/*.{ts,tsx}"])
    .filter(({ text }) => /^"use server"/m.test(text))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async function|const) (\w+)/gm)].map(([, name]) => `${path}#${name}`),
    )
    .sort()
}

/** A verb that writes names its acts where it calls the one door for writes. */
function listVerbs(root: string): Inventory["verbs"] {
  return sources(root, ["lib/**/*.ts"], ["lib/testing/**", "lib/**/*.test.ts"])
    .flatMap(({ path, text }) => {
      const acts = [...text.matchAll(/\.mutate(?:<[^>]*>)?\(\s*(?:"([\w.]+)"|([\w.]+))/g)].map(
        ([, literal, expression]) => literal ?? `(${expression})`,
      )
      return acts.length === 0 ? [] : [{ name: path, acts: [...new Set(acts)].sort() }]
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function sources(root: string, patterns: string[], ignore: string[] = []): { path: string; text: string }[] {
  return globSync(patterns, { cwd: root, ignore })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
}
