import type { Engine } from "../../core/engine.ts"
import type { OnProgress } from "../../core/progress.ts"
import { identifier, literal, pathList, sqlFile } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { Seals } from "../files/seals.ts"
import type { Incident, LogSource } from "../incident-file.ts"
import type { Cells } from "../mapping/cells.ts"
import { type CompiledRecord, compileEvent, compileRow } from "../mapping/compile.ts"
import { mappingPaths } from "../mapping/load-mapping.ts"
import { testMapping } from "../mapping/test-mapping.ts"
import { canonicalTables, eventColumns, type TableName, tableNames } from "../tables.ts"
import { textReadingOf } from "./formats.ts"
import { groupParquetFiles, parquetRelation, presence } from "./parquet-part.ts"
import type { Input, Part } from "./part.ts"
import { settleAccounts, settleMedia } from "./settle.ts"
import { frameText, stagedRelation, stageText, type TextReading } from "./text-part.ts"

export interface TableCounts {
  read: number
  malformed: number
}

export interface LogPart {
  source: LogSource
  part: Part
}

/**
 * The evidence as relations of the engine: a view of good rows for each canonical table (an absent one is empty),
 * a view `log_part_N` for each part of the access log, and the table `rejects`.
 */
export interface Evidence {
  inputs: Input[]
  tables: Partial<Record<TableName, TableCounts>>
  unreadableAccountCells: number
  logParts: LogPart[]
  /** Must be checked when nothing will be read any more, and before the inputs' hashes are used. */
  seals: Seals
}

type Compile = (cells: Cells) => CompiledRecord

/**
 * Reads all inputs of an incident into relations of the engine.
 * @throws AppError invalid naming the file that is damaged or is not what its name says
 */
export async function readEvidence(
  engine: Engine,
  incident: Incident,
  workFolder: string,
  onProgress: OnProgress,
): Promise<Evidence> {
  return new EvidenceReader(engine, workFolder, onProgress).read(incident)
}

class EvidenceReader {
  private readonly engine: Engine
  private readonly workFolder: string
  private readonly onProgress: OnProgress
  private readonly inputs: Input[] = []
  private readonly seals = new Seals()
  private staged = 0
  private filesDone = 0
  private filesTotal = 1

  constructor(engine: Engine, workFolder: string, onProgress: OnProgress) {
    this.engine = engine
    this.workFolder = workFolder
    this.onProgress = onProgress
  }

  async read(incident: Incident): Promise<Evidence> {
    const tableFiles = tableNames.map((name) => incident.tables[name]?.length ?? 0)
    const logFiles = incident.sources.map(({ files }) => files.length)
    this.filesTotal = [...tableFiles, ...logFiles].reduce((sum, count) => sum + count, 0)
    await this.engine.run(sqlFile(new URL("../macros.sql", import.meta.url)))
    for (const { mapping } of incident.sources) await testMapping(this.engine, mapping)
    await this.engine.run(
      "CREATE TABLE rejects (table_name VARCHAR, path VARCHAR, line BIGINT, reason VARCHAR, raw VARCHAR)",
    )
    const tables: Evidence["tables"] = {}
    let unreadableAccountCells = 0
    for (const name of tableNames) {
      const counts = await this.readTable(name, incident.tables[name])
      if (incident.tables[name]) tables[name] = { read: counts.read, malformed: counts.malformed }
      if (name === "accounts") unreadableAccountCells = counts.unreadableCells
    }
    const logParts: LogPart[] = []
    for (const source of incident.sources) logParts.push(...(await this.readLog(source, logParts.length)))
    const contradictions = await settleMedia(this.engine)
    if (tables.media) tables.media.malformed += contradictions
    await settleAccounts(this.engine)
    return { inputs: this.inputs, tables, unreadableAccountCells, logParts, seals: this.seals }
  }

  private async readTable(name: TableName, files: InputFile[] | undefined) {
    const { columns, interval, lenient } = canonicalTables[name]
    const compile: Compile = (cells) => {
      const row = compileRow(columns, lenient ?? false, cells)
      if (interval)
        row.faults.push({
          when: `${interval[1]} < ${interval[0]}`,
          reason: literal(`${interval[1]}: is before ${interval[0]}`),
        })
      return row
    }
    const parts = await this.readParts(
      files ?? [],
      { table: name, source: null },
      Object.keys(columns),
      compile,
      (file) => textReadingOf(file, null, compile),
    )
    const counts = { read: 0, malformed: 0, unreadableCells: 0 }
    const good: string[] = []
    for (const [index, part] of parts.entries()) {
      const relation = `${name}_part_${index}`
      await this.engine.run(`CREATE VIEW ${relation} AS ${part.relation}`)
      const malformed = await this.rejectRows(name, relation, part)
      counts.read += part.rows
      counts.malformed += malformed
      counts.unreadableCells += await this.countUnreadableCells(relation, part)
      good.push(
        `SELECT ${placedColumns(name, part)} FROM ${relation} ${malformed > 0 ? "WHERE NOT is_malformed" : ""}`,
      )
    }
    const names = Object.keys(columns).map(identifier).join(", ")
    await this.engine.run(`
      CREATE VIEW ${name}_rows AS ${good.join(" UNION ALL ") || emptyTable(name)};
      CREATE VIEW ${name} AS SELECT ${names} FROM ${name}_rows`)
    return counts
  }

  /** Puts malformed rows among the rejects. Each fault is asked for alone, which a scan answers from few columns. */
  private async rejectRows(table: TableName, relation: string, part: Part): Promise<number> {
    if (!(await this.isAny(relation, part.faults))) return 0
    await this.engine.run(`
      INSERT INTO rejects
      SELECT ${literal(table)}, ${pathOf(part)}, line, reason, ${part.rawOf} FROM ${relation} WHERE is_malformed`)
    const [row] = await this.engine.rows<{ malformed: number }>(
      `SELECT count(*)::DOUBLE AS malformed FROM ${relation} WHERE is_malformed`,
    )
    return row?.malformed ?? 0
  }

  private async countUnreadableCells(relation: string, { unreadableCells }: Part): Promise<number> {
    if (!(await this.isAny(relation, unreadableCells))) return 0
    const [row] = await this.engine.rows<{ cells: number }>(
      `SELECT coalesce(sum(unreadable_cells), 0)::DOUBLE AS cells FROM ${relation} WHERE NOT is_malformed`,
    )
    return row?.cells ?? 0
  }

  private async isAny(relation: string, conditions: readonly string[]): Promise<boolean> {
    for (const condition of conditions) {
      const found = await this.engine.rows(`SELECT 1 FROM ${relation} WHERE ${condition} LIMIT 1`)
      if (found.length > 0) return true
    }
    return false
  }

  private async readLog(source: LogSource, from: number): Promise<LogPart[]> {
    const compile: Compile = (cells) => compileEvent(source.mapping.mapping, cells)
    const parts = await this.readParts(
      source.files,
      { table: "access_log", source: source.name },
      mappingPaths(source.mapping.mapping),
      compile,
      (file) => textReadingOf(file, source.mapping.mapping, compile),
    )
    for (const [index, part] of parts.entries())
      await this.engine.run(`CREATE VIEW log_part_${from + index} AS ${part.relation}`)
    return parts.map((part) => ({ source, part }))
  }

  /** One part of all text files, for they are staged into one shape, and one for each shape of Parquet files. */
  private async readParts(
    files: readonly InputFile[],
    of: { table: string; source: string | null },
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
        this.filesDone++
      }
      const total = [...group.rows.values()].reduce((sum, one) => sum + one, 0)
      parts.push({ ...relation, files: group.files, rawOf: "to_json(record)::VARCHAR", rows: total })
    }
    return parts
  }

  /** While the engine takes the records of one file, the next one is framed. */
  private async readTexts(
    texts: readonly { file: InputFile; reading: TextReading }[],
    of: { table: string; source: string | null },
  ): Promise<Part> {
    const frame = (index: number) => {
      const text = texts[index]
      if (!text) return null
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
      const framed = await next
      if (!framed) break
      next = frame(index + 1)
      staged.push(await stageText(this.engine, framed, reading))
      rows += framed.records
      this.inputs.push({
        ...of,
        path: file.name,
        bytes: framed.bytes,
        sha256: framed.sha256,
        rows: framed.records,
      })
      this.filesDone++
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

  private report(label: string): void {
    this.onProgress({ label, done: this.filesDone / this.filesTotal })
  }
}

/** SQL for the path of the file in which a row of a part lies. */
export function pathOf(part: Part): string {
  return `[${part.files.map(({ name }) => literal(name)).join(", ")}][file + 1]`
}

function placedColumns(name: TableName, part: Part): string {
  const columns = Object.keys(canonicalTables[name].columns).map(identifier)
  return `${columns.join(", ")}, ${pathOf(part)} AS path, line, ${part.rawOf} AS raw`
}

/** The share of rows that lack a column of staged files; absent text has become null there. */
async function stagedShares(engine: Engine, staged: readonly string[]): Promise<Map<string, number>> {
  const shares = new Map<string, number>()
  for (const [name, { nullShare }] of await presence(engine, pathList(staged))) {
    if (nullShare !== null) shares.set(name, nullShare)
  }
  return shares
}

function emptyTable(name: TableName): string {
  const columns = Object.entries(canonicalTables[name].columns).map(
    ([column, { kind }]) => `NULL::${kind === "instant" ? "TIMESTAMP" : "VARCHAR"} AS ${identifier(column)}`,
  )
  return `SELECT ${columns.join(", ")}, NULL::VARCHAR AS path, NULL::BIGINT AS line, NULL::VARCHAR AS raw WHERE false`
}
