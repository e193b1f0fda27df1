import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { cruise } from "./cruise.ts"

const folder = temporaryFolder()

/** A repository of two files, one of which imports the other. */
function planted(from: string, to: string): string[] {
  const root = join(folder, String(Math.random()).slice(2))
  const up = "../".repeat(dirname(from).split("/").length)
  const files = {
    [from]: `import { planted } from "${up}${to}"\nexport const copy = planted\n`,
    [to]: "export const planted = 1\n",
  }
  for (const [name, text] of Object.entries({
    ...files,
    "scripts/empty.ts": "export {}\n",
    "lib/core/empty.ts": "export {}\n",
  })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return cruise(root).summary.violations.map(({ rule }) => rule.name)
}

test.each([
  ["lib/core/planted.ts", "lib/evidence/target.ts", "core-imports-nothing"],
  ["lib/evidence/planted.ts", "lib/exposure/target.ts", "evidence-imports-nothing-above-it"],
  ["lib/evidence/planted.ts", "lib/platform/target.ts", "modules-do-not-know-the-platform"],
  ["lib/platform/planted.ts", "lib/evidence/target.ts", "platform-implements-core"],
  ["lib/replay/planted.ts", "lib/exposure/target.ts", "replay-shares-nothing-with-the-classifier"],
  [
    "lib/testing/reference/planted.ts",
    "lib/exposure/target.ts",
    "the-reference-shares-nothing-with-the-classifier",
  ],
  ["lib/exposure/planted.ts", "lib/testing/target.ts", "no-test-code-in-the-product"],
  ["lib/exposure/planted.ts", "scripts/target.ts", "lib-does-not-know-its-edges"],
  ["lib/exposure/planted.ts", "app/target.tsx", "lib-does-not-know-its-edges"],
  ["lib/containment/planted.ts", "lib/notices/target.ts", "containment-stands-beside-notices"],
  ["lib/notices/planted.ts", "lib/containment/target.ts", "notices-imports-nothing-above-it"],
  ["lib/containment/planted.ts", "lib/platform/target.ts", "modules-do-not-know-the-platform"],
  ["lib/incidents/planted.ts", "lib/evidence/target.ts", "incidents-imports-nothing-above-it"],
  ["lib/exposure/planted.ts", "lib/planned-acts.ts", "planned-acts-are-for-the-edges"],
  ["app/planted.tsx", "lib/platform/target.ts", "pages-are-thin"],
  ["app/planted.tsx", "prisma/target.ts", "pages-are-thin"],
  ["lib/public/planted.ts", "lib/incidents/target.ts", "the-public-process-knows-nothing-of-the-console"],
  ["lib/public/planted.ts", "lib/platform/db/target.ts", "the-public-process-knows-nothing-of-the-console"],
  ["scripts/public/planted.ts", "lib/access/target.ts", "the-public-process-knows-nothing-of-the-console"],
  ["app/planted.ts", "lib/runs/resume-planned-run.ts", "letters-go-on-through-notices"],
  ["scripts/planted.ts", "lib/runs/resume-planned-run.ts", "letters-go-on-through-notices"],
])("an import of %s from %s is forbidden", (from, to, rule) => {
  expect(planted(from, to)).toContain(rule)
})

test("a permitted import is let through", () => {
  expect(planted("lib/exposure/planted.ts", "lib/evidence/target.ts")).toEqual([])
})
