import type { Engine } from "../../core/engine.ts"
import { invalid } from "../../core/errors.ts"
import { filesOf } from "../incident-file.ts"
import type { Look } from "./look.ts"
import { lookAtFile } from "./look-at-file.ts"
import type { LogFile } from "./mapping-candidates.ts"
import type { Seen } from "./problem-as.ts"

/** What was looked at of a folder's files. */
export class Looks {
  private readonly found = new Map<string, LogFile>()
  private readonly engine: Engine
  private readonly folder: string
  private readonly confinedTo: readonly string[]

  constructor(engine: Engine, folder: string, confinedTo: readonly string[]) {
    this.engine = engine
    this.folder = folder
    this.confinedTo = confinedTo
  }

  /** @throws AppError invalid when there is no such file, or it lies outside */
  async lookAt(path: string): Promise<LogFile> {
    const known = this.found.get(path)
    if (known) return known
    const [file] = filesOf([path], { folder: this.folder, confinedTo: this.confinedTo }, path)
    if (!file) throw invalid(path, "there is no such file")
    const one = { file, look: await lookAtFile(this.engine, file, path) }
    this.found.set(path, one)
    return one
  }

  all(): LogFile[] {
    return [...this.found.values()]
  }

  /** Mappings that lie among the files. */
  mappings(): Look[] {
    return this.all().flatMap(({ look }) => (look.content === "mapping" ? [look] : []))
  }
}

export function seenOf({ file, look }: LogFile): Seen {
  const { content, columns, recordsPath, problem } = look
  return { content, format: file.format, columns, recordsPath, unreadable: problem }
}
