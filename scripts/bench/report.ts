import { availableParallelism, cpus, platform, release, totalmem } from "node:os"
import { version as duckDbVersion } from "@duckdb/node-api"
import { textTable } from "../terminal/table.ts"
import { version } from "../version.ts"
import type { ClassifyBenchOptions } from "./classify.ts"
import type { ClassifyBench } from "./measured.ts"
import type { Spent } from "./process-tree.ts"
import { seed } from "./yardstick.ts"

export interface Spread {
  min: number
  median: number
  max: number
}

export interface Line {
  name: string
  rows: number
  wallS: Spread
  rowsPerS: number
  cpuS: Spread | null
  peakMiB: Spread | null
}

export interface ClassifyReport {
  machine: Record<string, string | number>
  settings: Record<string, string | number>
  lines: Line[]
  /** Of wall times, or what the name says, pair by pair. */
  ratios: Record<string, Spread>
  dispositions: Record<string, number>
  owners: Record<string, Record<string, number>>
  postgres: ClassifyBench["postgres"]
  checks: ClassifyBench["checks"]
}

/** What was measured, in figures that can be compared from release to release. */
export function classifyReport(bench: ClassifyBench, options: ClassifyBenchOptions): ClassifyReport {
  const { rows, ndjsonRows, pairs, textPairs, postgres, checks } = bench
  const { threads, memoryMiB } = options
  const bare = pairs.map((pair) => pair.bare)
  const parquet = pairs.map((pair) => pair.classify)
  const text = textPairs.map((pair) => pair.classify)
  const counting = textPairs.map((pair) => pair.lines)
  const typed = textPairs.map((pair) => pair.typed)
  const bareS = bare.map((run) => run.statementS)
  const lines = [
    line("tocsin classify, whole process", rows, parquet),
    line("bare statement, whole process", rows, bare),
    timesLine("bare statement alone", rows, bareS),
    line("tocsin classify on NDJSON.gz", ndjsonRows, text),
    line("engine alone: count the lines", ndjsonRows, counting),
    line("engine alone: read them typed", ndjsonRows, typed),
    timesLine("PostgreSQL: bare statement alone", rows, postgres?.queryS ?? []),
  ]
  const summary = pairs[0]?.classify.summary
  return {
    machine: machine(),
    settings: {
      rows,
      ndjson_rows: ndjsonRows,
      pairs: pairs.length,
      threads,
      memory_limit_mib: memoryMiB,
      seed,
    },
    lines: lines.filter((one) => one !== null),
    ratios: ratiosOf(bench),
    dispositions: { ...summary?.rows },
    owners: { classify: { ...summary?.owners }, bare_statement: bench.bareOwners },
    postgres,
    checks,
  }
}

function ratiosOf({ pairs, textPairs, postgres }: ClassifyBench): Record<string, Spread> {
  const ratios: [string, number[]][] = [
    [
      "classify / bare statement, whole processes",
      pairs.map(({ classify, bare }) => classify.wallS / bare.wallS),
    ],
    [
      "classify / bare statement, CPU time of both",
      pairs.flatMap(({ classify, bare }) => (classify.cpuS && bare.cpuS ? [classify.cpuS / bare.cpuS] : [])),
    ],
    ["classify / bare statement alone", pairs.map(({ classify, bare }) => classify.wallS / bare.statementS)],
    [
      "classify on NDJSON.gz / engine counting lines",
      textPairs.map((one) => one.classify.wallS / one.lines.wallS),
    ],
    [
      "classify on NDJSON.gz / engine reading typed",
      textPairs.map((one) => one.classify.wallS / one.typed.wallS),
    ],
  ]
  const classifyS = spread(pairs.map(({ classify }) => classify.wallS)).median
  if (postgres) {
    const { convertS, copyS, indexS, analyseS, queryS } = postgres
    const loadS = convertS + copyS + indexS + analyseS
    ratios.push(["PostgreSQL, statement alone / classify", queryS.map((one) => one / classifyS)])
    ratios.push(["PostgreSQL, load and statement / classify", queryS.map((one) => (loadS + one) / classifyS)])
  }
  return Object.fromEntries(
    ratios.filter(([, values]) => values.length > 0).map(([name, values]) => [name, spread(values)]),
  )
}

/** The report as a table for people. */
export function classifyText(report: ClassifyReport): string {
  const { machine, settings, lines, ratios, dispositions, owners, postgres, checks } = report
  const pairsText = (of: Record<string, string | number>) =>
    Object.entries(of).map(([name, value]) => [name, typeof value === "number" ? figure(value) : value])
  const times = lines.map(({ name, rows, wallS, rowsPerS, cpuS, peakMiB }) => [
    name,
    figure(rows),
    ...[wallS.min, wallS.median, wallS.max].map((value) => value.toFixed(2)),
    figure(rowsPerS),
    cpuS ? cpuS.median.toFixed(1) : "",
    peakMiB ? figure(peakMiB.max) : "",
  ])
  const ratioRows = Object.entries(ratios).map(([name, { min, median, max }]) => [
    name,
    ...[min, median, max].map((value) => value.toFixed(2)),
  ])
  return [
    "Machine",
    textTable(pairsText(machine)),
    "\nThe yardstick",
    textTable(pairsText(settings)),
    "\nTimes (wall seconds; CPU seconds, user and system, median; highest memory of the process tree)",
    textTable(times, ["", "rows", "min", "median", "max", "rows/s", "CPU s", "peak MiB"]),
    ...(postgres ? ["\nPostgreSQL (seconds, but for memory)", textTable(postgresRows(postgres))] : []),
    "\nRatios, run by run (of wall times, where not said otherwise)",
    textTable(ratioRows, ["", "min", "median", "max"]),
    "\nLog rows by disposition",
    textTable(pairsText(dispositions)),
    "\nOwners by grade (the bare statement takes members for strangers; 1 shown, 2 tapped, 3 viewed)",
    textTable(Object.entries(owners).map(([name, counts]) => [name, JSON.stringify(counts)])),
    "\nChecks",
    ...checks.map(({ name, isHeld }) => `  ${isHeld ? "held  " : "BROKEN"}  ${name}`),
    "",
  ].join("\n")
}

function postgresRows(run: NonNullable<ClassifyReport["postgres"]>): string[][] {
  const seconds: [string, number][] = [
    ["start of a cluster", run.startS],
    ["Parquet to CSV", run.convertS],
    ["COPY", run.copyS],
    ["index", run.indexS],
    ["analyse", run.analyseS],
    ...run.queryS.map((value, index): [string, number] => [`statement, run ${index + 1}`, value]),
  ]
  const rows = seconds.map(([name, value]) => [name, value.toFixed(2)])
  return run.peakMiB === null ? rows : [...rows, ["peak MiB", figure(run.peakMiB)]]
}

function machine(): Record<string, string | number> {
  return {
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memory_mib: Math.round(totalmem() / 1024 / 1024),
    node: process.version,
    duckdb: duckDbVersion(),
    tocsin: version,
  }
}

function line(name: string, rows: number, runs: readonly Spent[]): Line | null {
  const times = timesLine(
    name,
    rows,
    runs.map(({ wallS }) => wallS),
  )
  if (!times) return null
  const known = (values: (number | null)[]) => {
    const there = values.filter((value) => value !== null)
    return there.length > 0 ? spread(there) : null
  }
  return {
    ...times,
    cpuS: known(runs.map(({ cpuS }) => cpuS)),
    peakMiB: known(runs.map(({ peakMiB }) => peakMiB)),
  }
}

function timesLine(name: string, rows: number, seconds: readonly number[]): Line | null {
  if (seconds.length === 0) return null
  const wallS = spread(seconds)
  return { name, rows, wallS, rowsPerS: rows / wallS.median, cpuS: null, peakMiB: null }
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = (sorted.length - 1) / 2
  return { min: at(0), median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2, max: at(sorted.length - 1) }
}

function figure(value: number): string {
  return Math.round(value).toLocaleString("en-US")
}
