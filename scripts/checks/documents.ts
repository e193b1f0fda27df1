/** Holds the documents against the tree: a path that one of them cites must be there. */
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "docs/production.md",
  "docs/threat-model.md",
]
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
for (const line of gone) process.stdout.write(`${line}\n`)
process.stdout.write(`${cited} cited paths, ${gone.length} of them gone\n`)
process.exitCode = gone.length > 0 || cited === 0 ? 1 : 0
