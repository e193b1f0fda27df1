import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { invalid } from "../lib/core/errors.ts"
import { type LogoutPart, logoutParts } from "./bench/logout/parts.ts"
import { EXIT, exitWith } from "./terminal/exit.ts"

const TEN_MILLION = 10_000_000
const TEXT_ROWS_MAX = 5_000_000
const PAIRS = 3
/** What the command line takes itself on a machine with 6 GiB or more. */
const MEMORY_MIB = 2_048
const ROUNDS = 200
const SESSIONS = 50

interface ClassifyOptions {
  rows: number
  keep: string
  pairs?: number
  threads: number
  memory: number
  postgres?: boolean
  ndjson?: boolean
  json: boolean
}

interface ConsoleOptions {
  keep?: string
  rounds: number
  threads: number
  memory: number
  url?: string
  cookie?: string
  json: boolean
}

interface NoticesFaultsOptions {
  letters: number
  kills: number
  drops: number
  restarts: number
  perSecond: number
  rate: number
  json: boolean
}

interface NoticesOptions {
  letters: number
  pairs: number
  queued: number
  json: boolean
}

interface LogoutOptions {
  subjects?: number
  pairs?: number
  trials?: number
  kills?: number
  seconds?: number
  only?: LogoutPart[]
  quick: boolean
  json: boolean
}

interface LoadOptions {
  sessions: number
  seconds: number
  scale: number
  json: boolean
}

/** Measures the product beside what people would otherwise do. */
const program = new Command("bench")
  .description("Measure the product, each part beside the plain way to do the same.")
  .exitOverride()

program
  .command("classify")
  .description(
    "Measure `tocsin classify` on the yardstick of the evidence contract beside the bare statement, one after the other.",
  )
  .requiredOption("--rows <n>", "rows of the access log, from 1,000 on", atLeast(1_000))
  .option("--keep <folder>", "where the data is kept for the next time", inRoot(".bench"))
  .option(
    "--pairs <n>",
    "how often both are run, in turn (default: 3 up to 10 million rows, else 1)",
    atLeast(1),
  )
  .option("--threads <n>", "of the engine, on both sides", atLeast(1), availableParallelism())
  .option("--memory <MiB>", "limit of the engine, on both sides", atLeast(256), MEMORY_MIB)
  .option("--postgres", "ask PostgreSQL the same (default: up to 10 million rows)")
  .option("--no-postgres", "leave PostgreSQL out")
  .option("--ndjson", "read the log as NDJSON.gz too, up to 5 million rows (default: up to 10 million rows)")
  .option("--no-ndjson", "leave NDJSON out")
  .option("--json", "print the report as JSON on standard output", false)
  .action(classifyCommand)

program
  .command("console")
  .description(
    "Measure what the console reads of a result with 10 million accounts beside the bare queries, in turn.",
  )
  .option(
    "--keep <folder>",
    "where evidence and result are kept for the next time (default: a folder that is removed)",
  )
  .option("--rounds <n>", "how often each question is asked", atLeast(20), ROUNDS)
  .option("--threads <n>", "of the engine, on both sides", atLeast(1), availableParallelism())
  .option("--memory <MiB>", "limit of the engine, on both sides", atLeast(256), MEMORY_MIB)
  .option(
    "--url <address>",
    "an incident of a running console, such as http://127.0.0.1:4600/incidents/INC-1",
  )
  .option("--cookie <text>", "the cookie of somebody who is signed in there")
  .option("--json", "print the report as JSON on standard output", false)
  .action(consoleCommand)

program
  .command("load")
  .description("Measure a console of its own under the clicks of many sessions, with and without a run.")
  .option("--sessions <n>", "how many people click", atLeast(1), SESSIONS)
  .option("--seconds <n>", "how long each phase without a run lasts", atLeast(5), 60)
  .option("--scale <f>", "how much of the incident's ordinary traffic the run reads", Number, 0.02)
  .option("--json", "print the report as JSON on standard output", false)
  .action(loadCommand)

program
  .command("notices")
  .description(
    "Measure how many letters a process sends, beside nodemailer's own pool, and what it takes with millions queued.",
  )
  .option("--letters <n>", "of each measurement", atLeast(2_000), 40_000)
  .option("--pairs <n>", "how often both are measured, in turn", atLeast(1), PAIRS)
  .option(
    "--queued <n>",
    "letters that wait while memory and progress are looked at",
    atLeast(1_000),
    5_000_000,
  )
  .option("--json", "print the report as JSON on standard output", false)
  .action(noticesCommand)

program
  .command("notices-faults")
  .description(
    "Send letters while workers are killed, connections dropped after the final dot and the database restarted.",
  )
  .option("--letters <n>", "of the run that can be looked up", atLeast(1_000), 100_000)
  .option("--kills <n>", "of workers, at random moments", atLeast(0), 50)
  .option("--drops <n>", "of connections, after the final dot", atLeast(0), 100)
  .option("--restarts <n>", "of the database", atLeast(0), 2)
  .option("--per-second <n>", "at which the letters are sent", atLeast(10), 400)
  .option("--rate <n>", "of the run of four processes whose rate is looked at", atLeast(10), 200)
  .option("--json", "print the report as JSON on standard output", false)
  .action(noticesFaultsCommand)

program
  .command("logout")
  .description(
    "Measure logouts: beside a bare loop, at the embedded provider, by one cut-off, under kills, and how fast people come back.",
  )
  .option("--subjects <n>", "of each measurement of a rate (default: 100,000)", atLeast(1_000))
  .option("--pairs <n>", "how often worker and bare loop are measured, in turn (default: 3)", atLeast(1))
  .option("--trials <n>", "cut-offs for everybody that are raised (default: 100)", atLeast(1))
  .option("--kills <n>", "of workers, at random moments, at each of two far sides (default: 20)", atLeast(1))
  .option("--seconds <n>", "of each run whose logins are counted (default: 40)", atLeast(5))
  .addOption(new Option("--only <parts...>", "measure these alone").choices(logoutParts))
  .option("--quick", "little of each: whether it holds rather than how much it is", false)
  .option("--json", "print the report as JSON on standard output", false)
  .action(logoutCommand)

async function logoutCommand({ json, quick, only, ...given }: LogoutOptions): Promise<void> {
  const { benchLogout } = await import("./bench/logout.ts")
  const { logoutText } = await import("./bench/logout/report-text.ts")
  const usual = quick
    ? { subjects: 5_000, pairs: 1, trials: 10, kills: 3, seconds: 10 }
    : { subjects: 100_000, pairs: PAIRS, trials: 100, kills: 20, seconds: 40 }
  const report = await benchLogout({ ...usual, ...given, parts: only ?? logoutParts, onStep: tellSteps() })
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : logoutText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

async function noticesCommand({ json, ...options }: NoticesOptions): Promise<void> {
  const { benchNotices, noticesText } = await import("./bench/notices.ts")
  const report = await benchNotices({ ...options, onStep: tellSteps() })
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : noticesText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

async function noticesFaultsCommand({ json, ...options }: NoticesFaultsOptions): Promise<void> {
  const { benchNoticesFaults, noticesFaultsText } = await import("./bench/notices-faults.ts")
  const report = await benchNoticesFaults({ ...options, onStep: tellSteps() })
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : noticesFaultsText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

async function loadCommand(options: LoadOptions): Promise<void> {
  const { benchLoad } = await import("./bench/load.ts")
  const { loadReport, loadText } = await import("./bench/load-report.ts")
  const { sessions, seconds, scale } = options
  const report = loadReport(await benchLoad({ sessions, seconds, scale, onStep: tellSteps() }))
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : loadText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

async function consoleCommand(options: ConsoleOptions): Promise<void> {
  const { benchConsole } = await import("./bench/console.ts")
  const { consoleReport, consoleText } = await import("./bench/console-report.ts")
  const measured = await benchConsole({
    keep: options.keep ?? null,
    rounds: options.rounds,
    threads: options.threads,
    memoryMiB: options.memory,
    url: options.url ?? null,
    cookie: options.cookie ?? null,
    onStep: tellSteps(),
  })
  const report = consoleReport(measured)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : consoleText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

async function classifyCommand(options: ClassifyOptions): Promise<void> {
  const isSmall = options.rows <= TEN_MILLION
  const { benchClassify } = await import("./bench/classify.ts")
  const { classifyReport, classifyText } = await import("./bench/report.ts")
  const settings = {
    rows: options.rows,
    pairs: options.pairs ?? (isSmall ? PAIRS : 1),
    ndjsonRows: (options.ndjson ?? isSmall) ? Math.min(options.rows, TEXT_ROWS_MAX) : 0,
    postgres: options.postgres ?? isSmall,
    threads: options.threads,
    memoryMiB: options.memory,
    folder: options.keep,
    onStep: tellSteps(),
  }
  if (settings.postgres && !isSmall) throw invalid("--postgres", "takes no more than 10 million rows")
  const report = classifyReport(await benchClassify(settings), settings)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : classifyText(report))
  if (report.checks.some(({ isHeld }) => !isHeld)) process.exitCode = EXIT.fault
}

/** Tells each step on standard error, with the seconds since the first. */
function tellSteps(): (text: string) => void {
  const startedAt = Date.now()
  return (text) => {
    const seconds = Math.round((Date.now() - startedAt) / 1000)
    process.stderr.write(`${String(seconds).padStart(5)} s  ${text}\n`)
  }
}

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text)
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`It must be a whole number, ${least.toLocaleString("en-US")} or more.`)
  }
}

function inRoot(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url))
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongInput
  else exitWith(error)
}
