import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { permissions } from "../../lib/core/permissions.ts"
import { formActions, type Pass, routes, verbs } from "./doors.ts"
import { takeInventory } from "./inventory.ts"

const inventory = takeInventory()
const folder = mkdtempSync(join(tmpdir(), "tocsin-doors-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("every address has its line, and no line is left over", () => {
  const ours = inventory.routes.filter((route) => !route.includes(" /api/v1"))
  expect(ours).toEqual(Object.keys(routes).sort())
})

test("every action of a form has its line, under a name of its own", () => {
  const names = inventory.actions.map((action) => action.slice(action.indexOf("#") + 1))
  expect(names.toSorted()).toEqual(Object.keys(formActions).sort())
})

test("every verb that writes has its line, with the acts that it performs", () => {
  expect(Object.fromEntries(inventory.verbs.map(({ name, acts }) => [name, acts]))).toEqual(verbs)
})

test("what the lines name is in the table of permissions", () => {
  const named = new Set<Pass>([...Object.values(routes), ...Object.values(formActions)])
  for (const pass of named)
    if (pass !== "member" && pass !== "everybody") expect(permissions).toHaveProperty([pass])
})

test("an address, an action or a verb that is planted is found", () => {
  plant("app/(console)/secrets/page.tsx", "export default function Page() {}")
  plant("app/api/secrets/[id]/route.ts", "export async function DELETE() {}\nexport const PUT = 1")
  plant("app/(console)/secrets/actions.ts", '"use server"\nexport async function tellAction() {}')
  plant("lib/secrets/tell.ts", 'await ctx.mutate("secret.tell", about, work)')
  expect(takeInventory(folder)).toEqual({
    routes: ["DELETE /api/secrets/[id]", "PUT /api/secrets/[id]", "page /secrets"],
    actions: ["app/(console)/secrets/actions.ts#tellAction"],
    verbs: [{ name: "lib/secrets/tell.ts", acts: ["secret.tell"] }],
  })
})

function plant(path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
