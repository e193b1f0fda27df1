import { createHash, randomUUID } from "node:crypto"
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs"
import { join } from "node:path"
import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import { type OnProgress, within } from "../core/progress.ts"
import { identifier, literal, sqlFile } from "../core/sql.ts"
import type { Evidence } from "../evidence/reading/read-evidence.ts"
import { canonicalTables } from "../evidence/tables.ts"
import { isAbandoned, PARTIAL } from "./result-folder.ts"

/** Raised when the files get another shape, so that those of an earlier version are made anew. */
const LAYOUT = 1

/** One of ten million accounts is found by reading one page of this many rows: fewer make the list of pages slow. */
const PAGE_ROWS = 32_768

const files = ["by-id.parquet", "by-email.parquet"] as const
const query = (name: string) => beside(import.meta.url, `./reading/files/${name}.sql`)
const columns = Object.keys(canonicalTables.accounts.columns).map(identifier).join(", ")

/**
 * Keeps the accounts of the evidence sorted by id and by e-mail address in a folder of their own under `root`. What was
 * kept of the same inputs before is used again; other processes may do the same meanwhile.
 * @returns the folder, absolute where `root` is
 * @throws AppError invalid when an input changed while it was read
 */
export async function keepAccounts(
  engine: Engine,
  evidence: Evidence,
  { root, accounts, onProgress }: { root: string; accounts: number; onProgress: OnProgress },
): Promise<string> {
  const folder = join(root, digestOf(evidence))
  if (isWhole(folder)) return folder
  const working = join(root, `${PARTIAL}${process.pid}`)
  const partial = join(working, randomUUID())
  mkdirSync(partial, { recursive: true })
  removeAbandoned(root)
  try {
    await sortAccounts(engine, partial, { isOnce: accountRows(evidence) === accounts, onProgress })
    await evidence.seals.check()
    takePlace(partial, folder)
  } finally {
    rmSync(partial, { recursive: true, force: true, maxRetries: 5 })
    removeIfEmpty(working)
  }
  return folder
}

function digestOf({ inputs }: Evidence): string {
  const contents = inputs.filter(({ table }) => table === "accounts").map(({ sha256 }) => sha256)
  return createHash("sha256")
    .update(`accounts ${LAYOUT}\n${contents.sort().join("\n")}`)
    .digest("hex")
}

function accountRows({ tables }: Evidence): number {
  return (tables.accounts?.read ?? 0) - (tables.accounts?.malformed ?? 0)
}

async function sortAccounts(
  engine: Engine,
  partial: string,
  { isOnce, onProgress }: { isOnce: boolean; onProgress: OnProgress },
): Promise<void> {
  await engine.run("SET preserve_insertion_order = true")
  let relation = `SELECT ${columns} FROM accounts_rows`
  if (!isOnce) {
    await engine.run(`CREATE TABLE repeated_accounts AS
      SELECT account_id FROM accounts_rows GROUP BY account_id HAVING count(*) > 1`)
    relation = sqlFile(query("accounts-once"), { columns })
  }
  const order = isOnce && (await isAscending(engine)) ? "" : "ORDER BY account_id"
  const sorts: [(typeof files)[number], string, OnProgress][] = [
    ["by-id.parquet", `${relation} ${order}`, within(onProgress, 0, 0.65)],
    ["by-email.parquet", sqlFile(query("accounts-by-email")), within(onProgress, 0.65, 1)],
  ]
  for (const [file, sql, onPart] of sorts) {
    const tell = (fraction: number | null) =>
      onPart({ label: "Sorting accounts for look-ups", done: fraction ?? 0 })
    tell(0)
    engine.onFraction(tell)
    await engine.run(`COPY (${sql}) TO ${literal(join(partial, file))}
      (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${PAGE_ROWS})`)
  }
  engine.onFraction(null)
}

/** Tables are mostly exported in order of their key; one quick pass shows it and saves the sorting. */
async function isAscending(engine: Engine): Promise<boolean> {
  const [row] = await engine.rows<{ falls: number }>(`
    SELECT count(*) FILTER (NOT (account_id > previous))::DOUBLE AS falls
    FROM (SELECT account_id, lag(account_id) OVER () AS previous FROM accounts_rows)`)
  return row?.falls === 0
}

/** Another process may have been quicker: then its files, which say the same, stand. */
function takePlace(partial: string, folder: string): void {
  try {
    if (existsSync(folder) && !isWhole(folder)) renameSync(folder, join(partial, "damaged"))
    renameSync(partial, folder)
    rmSync(join(folder, "damaged"), { recursive: true, force: true })
  } catch (error) {
    if (!isWhole(folder)) throw error
  }
}

/** Whether both files are there to their ends, which a machine that lost its power may have left unwritten. */
function isWhole(folder: string): boolean {
  return files.every((file) => {
    try {
      return endOf(join(folder, file)) === "PAR1"
    } catch {
      return false
    }
  })
}

function endOf(path: string): string {
  const file = openSync(path, "r")
  try {
    const end = Buffer.alloc(4)
    readSync(file, end, 0, 4, Math.max(0, fstatSync(file).size - 4))
    return end.toString("latin1")
  } finally {
    closeSync(file)
  }
}

function removeAbandoned(root: string): void {
  for (const name of readdirSync(root)) {
    if (name === `${PARTIAL}${process.pid}` || !isAbandoned(name)) continue
    rmSync(join(root, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Something else of this process is being made in it.
  }
}
