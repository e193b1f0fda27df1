import { beside } from "../../core/beside.ts"
import type { Engine } from "../../core/engine.ts"
import type { OnProgress } from "../../core/progress.ts"
import { identifier, literal, sqlFile } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import type { Seals } from "../files/seals.ts"
import type { Incident, LogSource } from "../incident-file.ts"
import { compileEvent, compileRow } from "../mapping/compile.ts"
import { mappingPaths } from "../mapping/load-mapping.ts"
import { testMapping } from "../mapping/test-mapping.ts"
import { canonicalTables, type TableName, tableNames } from "../tables.ts"
import { textReadingOf } from "./formats.ts"
import type { KeptFiles } from "./kept-files.ts"
import { type Input, type Part, pathOf } from "./part.ts"
import { type Compile, PartReader } from "./part-reader.ts"
import { settleAccounts, settleMedia } from "./settle.ts"

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

/**
 * Reads all inputs of an incident into relations of the engine.
 * @throws AppError invalid naming the file that is damaged or is not what its name says
 */
export async function readEvidence(
  engine: Engine,
  incident: Incident,
  workFolder: string,
  onProgress: OnProgress,
  kept: KeptFiles | null = null,
): Promise<Evidence> {
  const files = [...Object.values(incident.tables), ...incident.sources.map((source) => source.files)].flat()
  const parts = new PartReader(engine, workFolder, files.length, onProgress, kept)
  return new EvidenceReader(engine, parts).read(incident)
}

class EvidenceReader {
  private readonly engine: Engine
  private readonly parts: PartReader

  constructor(engine: Engine, parts: PartReader) {
    this.engine = engine
    this.parts = parts
  }

  async read(incident: Incident): Promise<Evidence> {
    await this.engine.run(sqlFile(beside(import.meta.url, "../macros.sql")))
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
    const { inputs, seals } = this.parts
    return { inputs, tables, unreadableAccountCells, logParts, seals }
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
    const parts = await this.parts.read(
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
    const parts = await this.parts.read(
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
}

function placedColumns(name: TableName, part: Part): string {
  const columns = Object.keys(canonicalTables[name].columns).map(identifier)
  return `${columns.join(", ")}, ${pathOf(part)} AS path, line, ${part.rawOf} AS raw`
}

function emptyTable(name: TableName): string {
  const columns = Object.entries(canonicalTables[name].columns).map(
    ([column, { kind }]) => `NULL::${kind === "instant" ? "TIMESTAMP" : "VARCHAR"} AS ${identifier(column)}`,
  )
  return `SELECT ${columns.join(", ")}, NULL::VARCHAR AS path, NULL::BIGINT AS line, NULL::VARCHAR AS raw WHERE false`
}
