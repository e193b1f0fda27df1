import { readFileSync } from "node:fs"
import { join } from "node:path"
import { globSync } from "tinyglobby"
import { expect, test } from "vitest"
import { openApiDocument } from "../../app/api/v1/document.ts"
import { type OperationName, operations } from "../../app/api/v1/operations.ts"
import { permissionOf } from "../../lib/core/permissions.ts"
import { projectRoot } from "../../lib/platform/config.ts"

/** `GET /incidents/{incident}: getIncident`, as the folders and the one line of each route have it. */
const routes = globSync("app/api/v1/**/route.ts", { cwd: projectRoot })
  .filter((file) => !file.endsWith("openapi.json/route.ts"))
  .flatMap((file) => {
    const path = file.slice("app/api/v1".length, -"/route.ts".length).replaceAll(/\[(\w+)\]/g, "{$1}")
    const text = readFileSync(join(projectRoot, file), "utf8")
    const exported = [...text.matchAll(/^export .*$/gm)].map(([line]) => line)
    return exported.map((line) => {
      const [, method, name] = /^export const (\w+) = route\("(\w+)"\)$/.exec(line) ?? []
      return `${method} ${path}: ${name}`
    })
  })

const document = openApiDocument("https://tocsin.example.org")

test("each route is an operation of the table, and each operation has its route", () => {
  const table = Object.entries(operations).map(([name, { method, path }]) => `${method} ${path}: ${name}`)
  expect(routes.toSorted()).toEqual(table.toSorted())
})

test("the document has each route, and nothing besides", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, one]) => `${method.toUpperCase()} ${path}: ${(one as { operationId: string }).operationId}`,
    ),
  )
  expect(described.toSorted()).toEqual(routes.toSorted())
})

test("each part of an address is described, and nothing else is", () => {
  for (const { path, params } of Object.values(operations))
    expect(Object.keys(params.shape), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
})

test("each operation is an action that a key can be good for", () => {
  for (const [name, { action, method }] of Object.entries(operations)) {
    expect(action && permissionOf(action).scope, name).toBeTruthy()
    expect(action?.endsWith(".view"), name).toBe(method === "GET")
  }
})

test("every schema of the document says what it is, to the last field", () => {
  const open: string[] = []
  const walk = (value: unknown, place: string): void => {
    if (typeof value !== "object" || value === null) return
    if ("properties" in value && !("additionalProperties" in value)) open.push(place)
    if (Object.keys(value).length === 0) open.push(place)
    for (const [key, inner] of Object.entries(value)) if (key !== "parameters") walk(inner, `${place}.${key}`)
  }
  for (const [name] of Object.entries(operations) as [OperationName, unknown][]) {
    const { method, path } = operations[name]
    const described = document.paths[path]?.[method.toLowerCase()]
    walk((described as { responses?: object } | undefined)?.responses ?? {}, name)
  }
  walk(document.components.schemas, "components")
  expect(open).toEqual([])
})
