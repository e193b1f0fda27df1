import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beside } from "../../core/beside.ts"
import type { InputFile } from "../files/find-files.ts"
import { isWithin } from "../files/within.ts"
import type { Incident } from "../incident-file.ts"
import type { FramedText } from "./text-part.ts"

/** Of which table a file is, and of which source of the log. */
export interface PartOf {
  table: string
  source: string | null
}

export interface KeptFile {
  /** Of the Parquet file with its canonical rows. */
  path: string
  bytes: number
  sha256: string
  records: number
}

/** Text files as they were staged, for whoever reads the same ones again and again. */
export interface KeptFiles {
  /** The file as it was staged when it was in this very state and read in this very way, or null. */
  find(file: InputFile, of: PartOf): KeptFile | null
  /** Keeps a staged file; gives its new path, or null where it is not to be kept. */
  keep(framed: FramedText, staged: string, of: PartOf): Promise<string | null>
  /** Removes what was neither found nor kept since. */
  drop(): Promise<void>
}

/** More is not kept: the rest is read anew each time. */
const KEPT_BYTES_MAX = 8 * 1024 ** 3

const places = ["../framing/", "../mapping/", "./", "../"]

/** SHA-256 over the program that takes files in: what an earlier version kept is not what this one would make of it. */
function rulesOfReading(): string {
  const hash = createHash("sha256")
  for (const folder of places.map((one) => beside(import.meta.url, one))) {
    for (const name of readdirSync(folder).sort())
      if (/\.(ts|sql)$/.test(name)) hash.update(`\n${name}\n`).update(readFileSync(new URL(name, folder)))
  }
  return hash.digest("hex")
}

/** What files of the work folder become is not kept: they are copies of files that go on growing. */
export async function openKeptFiles(
  folder: string,
  workFolder: string,
  { sources }: Pick<Incident, "sources">,
): Promise<KeptFiles> {
  await mkdir(folder, { recursive: true })
  const rules = rulesOfReading()
  const ways = new Map<string | null, string>(sources.map(({ name, mapping }) => [name, mapping.sha256]))
  const used = new Set<string>()
  let bytes = 0
  const place = (file: InputFile, { table, source }: PartOf) => {
    const way = [rules, file.path, file.name, file.fingerprint, table, source, ways.get(source)]
    return join(folder, createHash("sha256").update(JSON.stringify(way)).digest("hex"))
  }
  return {
    find(file, of) {
      if (isWithin(file.path, [workFolder])) return null
      const at = place(file, of)
      if (!existsSync(`${at}.json`) || !existsSync(`${at}.parquet`)) return null
      used.add(at)
      const kept = JSON.parse(readFileSync(`${at}.json`, "utf8")) as Omit<KeptFile, "path"> & { size: number }
      bytes += kept.size
      return { ...kept, path: `${at}.parquet` }
    },
    async keep({ file, bytes: read, sha256, records }, staged, of) {
      const { size } = await stat(staged)
      if (isWithin(file.path, [workFolder]) || bytes + size > KEPT_BYTES_MAX) return null
      bytes += size
      const at = place(file, of)
      used.add(at)
      await rename(staged, `${at}.parquet`)
      // Written last: without it the other counts for nothing.
      await writeFile(`${at}.json`, JSON.stringify({ bytes: read, sha256, records, size }))
      return `${at}.parquet`
    },
    async drop() {
      for (const name of await readdir(folder))
        if (!used.has(join(folder, name.replace(/\.(json|parquet)$/, ""))))
          await rm(join(folder, name), { force: true })
    },
  }
}
