import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Context } from "../../lib/core/context.ts"
import type { Reader } from "../../lib/core/engine.ts"
import { literal } from "../../lib/core/sql.ts"
import { readIncidentFile } from "../../lib/evidence/incident-file.ts"
import { findAccount } from "../../lib/exposure/identities/find-account.ts"
import { pseudonymKey } from "../../lib/exposure/identities/pseudonym.ts"
import { makeResult } from "../../lib/exposure/make-result.ts"
import { listPeople } from "../../lib/exposure/reading/list-people.ts"
import type { Result } from "../../lib/exposure/reading/result.ts"
import { type PeopleQuery, parsePeopleQuery } from "../../lib/exposure/reading/schemas.ts"
import { ResultFolder } from "../../lib/exposure/result-folder.ts"
import { openDuckDb } from "../../lib/platform/engine/duckdb.ts"
import { DuckDbSession } from "../../lib/platform/engine/duckdb-session.ts"
import { openReader } from "../../lib/platform/engine/reader.ts"
import { replay } from "../../lib/replay/replay.ts"
import { version } from "../version.ts"
import { bareAccount, bareByEmail, barePage } from "./bare-reading.ts"
import { measureHttp, type Served } from "./http.ts"

export interface ConsoleBenchOptions {
  /** Where evidence and result are kept for the next time; without it they are made anew and removed. */
  keep: string | null
  /** How often each question is asked. */
  rounds: number
  threads: number
  memoryMiB: number
  /** A running console's incident, such as http://127.0.0.1:4600/incidents/INC-1, and the cookie of somebody signed in. */
  url: string | null
  cookie: string | null
  onStep: (text: string) => void
}

/** Times of one question in milliseconds, one for each time that it was asked. */
export interface Asked {
  name: string
  bareMs: number[]
  verbMs: number[]
}

export interface ConsoleBench {
  people: number
  accounts: number
  asked: Asked[]
  served: Served[]
}

/** What lists and look-ups are asked with. */
type Asking = Pick<Context, "actor" | "results" | "secret">

/** Pseudonyms of a benchmark hide nobody. */
const secret = () => Buffer.alloc(32)

const WARM_UP = 10
/** So many accounts are looked up in turn, spread over all of them. */
const ACCOUNTS = 97

/** Measures what the console reads of a result, question by question beside the bare query, in turn. */
export async function benchConsole(options: ConsoleBenchOptions): Promise<ConsoleBench> {
  const folder = options.keep === null ? mkdtempSync(join(tmpdir(), "tocsin-bench-")) : resolve(options.keep)
  mkdirSync(folder, { recursive: true })
  const results = openReader({ engine: options, dataFolder: folder })
  try {
    const result = await friday(folder, options)
    const bare = await openBare(folder, options)
    const asked = await askAll(result, results, bare, options)
    await bare.close()
    const { accounts } = result.summary
    const served = options.url === null ? [] : await measureHttp({ ...options, url: options.url })
    return { people: accounts.either_upper, accounts: accounts.total, asked, served }
  } finally {
    await results.close()
    if (options.keep === null) rmSync(folder, { recursive: true, force: true })
  }
}

/** The plain way: one connection in this very process, with nothing of the product between. */
async function openBare(folder: string, { threads, memoryMiB }: ConsoleBenchOptions): Promise<DuckDbSession> {
  const spillFolder = join(folder, "spill", "bare")
  const [session] = await DuckDbSession.openAll({ threads, memoryMiB, spillFolder }, 1)
  if (!session) throw new Error("there is one session")
  return session
}

/** The incident of February 2024 with ten million accounts, as the worker leaves it. */
async function friday(folder: string, options: ConsoleBenchOptions): Promise<Result> {
  const evidence = join(folder, "evidence")
  const incidentFile = join(evidence, "incident.yaml")
  if (!existsSync(incidentFile)) {
    options.onStep("writing the evidence of friday")
    rmSync(evidence, { recursive: true, force: true })
    await replay("friday", { out: evidence })
  }
  const out = join(folder, "result")
  const marker = join(out, "accounts-folder")
  if (!existsSync(marker)) {
    options.onStep("classifying it for the console")
    rmSync(out, { recursive: true, force: true })
    writeFileSync(marker, await classifyFriday(incidentFile, out, join(folder, "accounts"), options))
  }
  const summary: Result["summary"] = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))
  return {
    incident: { id: "friday", number: 1, title: summary.title },
    revision: { id: "friday", number: 1, completedAt: new Date() },
    folder: out,
    accountsFolder: readFileSync(marker, "utf8"),
    summary,
    incidentFile: readFileSync(incidentFile, "utf8"),
  }
}

async function classifyFriday(
  incidentFile: string,
  out: string,
  accountsRoot: string,
  { threads, memoryMiB }: ConsoleBenchOptions,
): Promise<string> {
  const folder = new ResultFolder(out, false)
  const engine = openDuckDb({ threads, memoryMiB, spillFolder: folder.spillFolder })
  try {
    const { accountsFolder } = await makeResult(engine, readIncidentFile(incidentFile), folder, {
      confirmGaps: false,
      version,
      onProgress: () => {},
      forConsole: { accountsRoot, pseudonymKey: pseudonymKey({ secret }, "friday") },
    })
    folder.commit()
    return accountsFolder
  } finally {
    await engine.close()
    folder.discard()
  }
}

async function askAll(
  result: Result,
  results: Reader,
  bare: DuckDbSession,
  { rounds, onStep }: ConsoleBenchOptions,
): Promise<Asked[]> {
  const ctx: Asking = {
    results: () => results,
    actor: { id: "bench", name: "Bench", role: "security" },
    secret,
  }
  const page = (text: string) => parsePeopleQuery(new URLSearchParams(text))
  const first = page("")
  const middle = { ...first, cursor: await cursorInTheMiddle(ctx, result) }
  const filtered = page("side=viewer&gradeMin=tapped&reachable=yes&sort=first_at&direction=desc")
  const known = await someAccounts(bare, result)
  const one = (round: number) => known[round % known.length] ?? { id: "", email: "" }
  const pages: [string, PeopleQuery][] = [
    ["people: first page", first],
    ["people: a page in the middle", middle],
    ["people: filtered and sorted", filtered],
  ]
  const questions: [string, (round: number) => Promise<unknown>, (round: number) => Promise<unknown>][] = [
    ...pages.map(([name, query]): (typeof questions)[number] => [
      name,
      () => barePage(bare, result, query),
      () => listPeople(ctx, result, query),
    ]),
    [
      "account by id",
      (round) => bareAccount(bare, result, one(round).id),
      (round) => findAccount(ctx, result, one(round).id),
    ],
    [
      "account by e-mail",
      (round) => bareByEmail(bare, result, one(round).email),
      (round) => findAccount(ctx, result, one(round).email),
    ],
  ]
  const asked: Asked[] = []
  for (const [name, askBare, askVerb] of questions) {
    onStep(`asking ${rounds} times: ${name}`)
    asked.push({ name, ...(await inTurn(rounds, askBare, askVerb)) })
  }
  return asked
}

async function inTurn(
  rounds: number,
  askBare: (round: number) => Promise<unknown>,
  askVerb: (round: number) => Promise<unknown>,
): Promise<Pick<Asked, "bareMs" | "verbMs">> {
  const bareMs: number[] = []
  const verbMs: number[] = []
  for (let round = -WARM_UP; round < rounds; round++) {
    const bare = await timed(() => askBare(round + WARM_UP))
    const verb = await timed(() => askVerb(round + WARM_UP))
    if (round < 0) continue
    bareMs.push(bare)
    verbMs.push(verb)
  }
  return { bareMs, verbMs }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function cursorInTheMiddle(ctx: Asking, result: Result): Promise<string> {
  let query = parsePeopleQuery(new URLSearchParams("limit=500"))
  const pages = Math.floor(result.summary.accounts.either_upper / 500 / 2)
  for (let nth = 0; nth < pages; nth++) {
    const { nextCursor } = await listPeople(ctx, result, query)
    if (nextCursor) query = { ...query, cursor: nextCursor }
  }
  return query.cursor
}

/** Accounts from all over the table, half of them among the people of the result. */
async function someAccounts(bare: DuckDbSession, { folder, accountsFolder }: Result) {
  const accounts = literal(join(accountsFolder, "by-id.parquet"))
  const people = literal(join(folder, "people.parquet"))
  if (readdirSync(accountsFolder).length === 0) throw new Error("the accounts are gone")
  return await bare.rows<{ id: string; email: string }>(`
    SELECT account_id AS id, email FROM read_parquet(${accounts}) WHERE email IS NOT NULL
    ORDER BY account_id IN (SELECT account_id FROM read_parquet(${people})) AND hash(account_id) % 2 = 0 DESC, hash(account_id)
    LIMIT ${ACCOUNTS}`)
}
