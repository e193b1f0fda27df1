/** Holds the documents against the tree: a path that one of them cites must be there, and the map is no book. */
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "docs/back-end.md",
  "docs/decisions.md",
  "docs/production.md",
  "docs/threat-model.md",
]
const MAP_LINES_MAX = 200
const root = new URL("../../", import.meta.url)

let cited = 0
const gone: string[] = []
for (const document of documents) {
  const text = readFileSync(new URL(document, root), "utf8")
  for (const [, path = ""] of text.matchAll(
    /`((?:lib|scripts|prisma|app|emails|e2e|docs|\.ci)\/[\w./-]*)`/g,
  )) {
    cited++
    if (!existsSync(fileURLToPath(new URL(path, root))))
      gone.push(`${document} cites ${path}, which is not there`)
  }
}
const lines = readFileSync(new URL("ARCHITECTURE.md", root), "utf8").split("\n").length - 1
const isTooLong = lines > MAP_LINES_MAX
for (const line of gone) process.stdout.write(`${line}\n`)
if (isTooLong) process.stdout.write(`ARCHITECTURE.md has ${lines} lines, more than ${MAP_LINES_MAX}\n`)
process.stdout.write(`${cited} cited paths, ${gone.length} of them gone\n`)
process.exitCode = isTooLong || gone.length > 0 || cited === 0 ? 1 : 0
