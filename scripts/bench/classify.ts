import { existsSync, mkdirSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import type { Summary } from "../../lib/exposure/summary.ts"
import { countLines, type EngineSettings, ownersByGrade, readTyped, runBare } from "./bare-statement.ts"
import { checksOf } from "./checks.ts"
import type { ClassifyBench, ClassifyRun, Pair, TextPair } from "./measured.ts"
import { runPostgres } from "./postgres.ts"
import { spend } from "./process-tree.ts"
import { makeYardstick, warmUp, type Yardstick } from "./yardstick.ts"

export interface ClassifyBenchOptions {
  rows: number
  pairs: number
  /** Rows of the log as text; 0 leaves that part out. */
  ndjsonRows: number
  postgres: boolean
  threads: number
  memoryMiB: number
  /** The cache folder. */
  folder: string
  onStep: (text: string) => void
}

const QUERIES_MAX = 2

/** Measures `tocsin classify` on the yardstick beside the bare statement in DuckDB and in PostgreSQL. */
export async function benchClassify(options: ClassifyBenchOptions): Promise<ClassifyBench> {
  const folder = resolve(options.folder)
  const workFolder = join(folder, "work")
  const spillFolder = join(workFolder, "spill")
  rmSync(workFolder, { recursive: true, force: true })
  mkdirSync(spillFolder, { recursive: true })
  try {
    const yardstick = await makeYardstick({ ...options, folder, spillFolder })
    const { parquet, ndjson } = yardstick
    options.onStep("reading every file once")
    await warmUp([...Object.values(parquet), ...(ndjson?.files ?? [])])
    const bench = new Bench(options, { ...options, spillFolder }, join(workFolder, "result"))
    const pairs = await bench.parquetPairs(yardstick)
    const textPairs = await bench.textPairs(yardstick)
    const postgres = options.postgres
      ? await runPostgres(yardstick, {
          ...options,
          folder: join(workFolder, "postgres"),
          spillFolder,
          queries: Math.min(options.pairs, QUERIES_MAX),
        })
      : null
    const bareOwners = ownersByGrade(pairs[0]?.bare.rows ?? [])
    const { rows, ndjsonRows } = options
    const measured = { rows, ndjsonRows, pairs, textPairs, bareOwners, postgres }
    return { ...measured, checks: checksOf(measured) }
  } finally {
    rmSync(workFolder, { recursive: true, force: true })
  }
}

class Bench {
  private readonly options: ClassifyBenchOptions
  private readonly engine: EngineSettings
  private readonly resultFolder: string

  constructor(options: ClassifyBenchOptions, engine: EngineSettings, resultFolder: string) {
    this.options = options
    this.engine = engine
    this.resultFolder = resultFolder
  }

  async parquetPairs(yardstick: Yardstick): Promise<Pair[]> {
    const pairs: Pair[] = []
    for (let pair = 1; pair <= this.options.pairs; pair++) {
      this.step(pair, "tocsin classify on Parquet")
      const classify = await this.classify(yardstick.incidentFile)
      this.step(pair, "the bare statement")
      pairs.push({ classify, bare: await runBare(yardstick, this.engine) })
    }
    return pairs
  }

  async textPairs({ ndjson }: Yardstick): Promise<TextPair[]> {
    const pairs: TextPair[] = []
    for (let pair = 1; ndjson && pair <= this.options.pairs; pair++) {
      this.step(pair, "tocsin classify on NDJSON")
      const classify = await this.classify(ndjson.incidentFile)
      this.step(pair, "the engine alone on the same lines")
      const lines = await countLines(ndjson.files, this.engine)
      pairs.push({ classify, lines, typed: await readTyped(ndjson.files, this.engine) })
    }
    return pairs
  }

  private async classify(incidentFile: string): Promise<ClassifyRun> {
    const tocsin = fileURLToPath(new URL("../tocsin", import.meta.url))
    const { stdout, ...spent } = await spend(
      tocsin,
      ["classify", incidentFile, "--out", this.resultFolder, "--json"],
      {
        TOCSIN_ENGINE_THREADS: String(this.engine.threads),
        TOCSIN_ENGINE_MEMORY_MIB: String(this.engine.memoryMiB),
      },
    )
    if (!existsSync(join(this.resultFolder, "summary.json")))
      throw new Error("classify has written no result")
    rmSync(this.resultFolder, { recursive: true })
    return { ...spent, summary: JSON.parse(stdout) as Summary }
  }

  private step(pair: number, text: string): void {
    this.options.onStep(`${text}, ${pair} of ${this.options.pairs}`)
  }
}
