import type { Engine } from "../../core/engine.ts"
import { invariant } from "../../core/errors.ts"
import type { OnProgress } from "../../core/progress.ts"
import { pathList } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { Seals } from "../files/seals.ts"
import type { Cells } from "../mapping/cells.ts"
import type { CompiledRecord } from "../mapping/compile.ts"
import { eventColumns } from "../tables.ts"
import type { KeptFiles, PartOf } from "./kept-files.ts"
import { groupParquetFiles, parquetRelation, presence } from "./parquet-part.ts"
import type { Input, Part } from "./part.ts"
import { type FramedText, frameText, stagedRelation, stageText, type TextReading } from "./text-part.ts"

export type Compile = (cells: Cells) => CompiledRecord

/** Takes the files of tables and sources into parts, and keeps account of every input. */
export class PartReader {
  readonly inputs: Input[] = []
  readonly seals = new Seals()
  private readonly engine: Engine
  private readonly workFolder: string
  private readonly filesTotal: number
  private readonly onProgress: OnProgress
  private readonly kept: KeptFiles | null
  private staged = 0

  constructor(
    engine: Engine,
    workFolder: string,
    filesTotal: number,
    onProgress: OnProgress,
    kept: KeptFiles | null = null,
  ) {
    this.kept = kept
    this.engine = engine
    this.workFolder = workFolder
    this.filesTotal = filesTotal
    this.onProgress = onProgress
  }

  /** One part of all text files, for they are staged into one shape, and one for each shape of Parquet files. */
  async read(
    files: readonly InputFile[],
    of: PartOf,
    paths: readonly string[],
    compile: Compile,
    readingOf: (file: InputFile) => TextReading | null,
  ): Promise<Part[]> {
    for (const file of files) this.seals.watch(file)
    const texts: { file: InputFile; reading: TextReading }[] = []
    const parquet: InputFile[] = []
    for (const file of files) {
      const reading = readingOf(file)
      if (reading === null) parquet.push(file)
      else texts.push({ file, reading })
    }
    const parts: Part[] = []
    if (texts.length > 0) parts.push(await this.readTexts(texts, of))
    for (const group of await groupParquetFiles(this.engine, parquet)) {
      this.report(`Reading ${group.files[0]?.name ?? ""}`)
      const relation = await parquetRelation(this.engine, group, paths, compile)
      for (const file of group.files) {
        const input = { ...of, path: file.name, bytes: 0, sha256: "", rows: group.rows.get(file.path) ?? 0 }
        this.inputs.push(input)
        this.seals.hash(file, (bytes, sha256) => Object.assign(input, { bytes, sha256 }))
      }
      const total = [...group.rows.values()].reduce((sum, one) => sum + one, 0)
      parts.push({ ...relation, files: group.files, rawOf: "to_json(record)::VARCHAR", rows: total })
    }
    return parts
  }

  /** While the engine takes the records of one file, the next one is framed; what is kept is neither. */
  private async readTexts(
    texts: readonly { file: InputFile; reading: TextReading }[],
    of: PartOf,
  ): Promise<Part> {
    const kept = texts.map(({ file }) => this.kept?.find(file, of) ?? null)
    const frame = (index: number) => {
      const text = texts[index]
      if (!text || kept[index]) return null
      const framing = frameText(text.file, text.reading, {
        workFolder: this.workFolder,
        name: `${of.table}-${this.staged++}`,
      })
      framing.catch(() => {}) // Told when its turn comes.
      return framing
    }
    const staged: string[] = []
    let rows = 0
    let next = frame(0)
    for (const [index, { file, reading }] of texts.entries()) {
      this.report(`Reading ${file.name}`)
      const known = kept[index] ?? null
      const framed = await next
      next = frame(index + 1)
      invariant(known ?? framed, `${file.name} is neither kept nor framed`)
      const { bytes, sha256, records } = (known ?? framed) as Pick<FramedText, "bytes" | "sha256" | "records">
      staged.push(known?.path ?? (await this.stage(framed as FramedText, reading, of)))
      rows += records
      this.inputs.push({ ...of, path: file.name, bytes, sha256, rows: records })
    }
    return {
      relation: stagedRelation(staged),
      files: texts.map(({ file }) => file),
      rawOf: "record",
      rows,
      columns: new Set(of.source === null ? [] : Object.keys(eventColumns)),
      absentShares: await stagedShares(this.engine, staged),
      faults: ["is_malformed"],
      unreadableCells: ["unreadable_cells > 0"],
    }
  }

  private async stage(framed: FramedText, reading: TextReading, of: PartOf): Promise<string> {
    const staged = await stageText(this.engine, framed, reading)
    return (await this.kept?.keep(framed, staged, of)) ?? staged
  }

  private report(label: string): void {
    this.onProgress({ label, done: this.inputs.length / this.filesTotal })
  }
}

/** The share of rows that lack a column of staged files; absent text has become null there. */
async function stagedShares(engine: Engine, staged: readonly string[]): Promise<Map<string, number>> {
  const shares = new Map<string, number>()
  for (const [name, { nullShare }] of await presence(engine, pathList(staged))) {
    if (nullShare !== null) shares.set(name, nullShare)
  }
  return shares
}
