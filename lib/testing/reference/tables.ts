import { isRaw, type ReferenceTables, type Row } from "./model.ts"
import { compareBytes, oneOf, parseTimestamp, required, text, time, Unreadable } from "./values.ts"

/** Half-open; `to` null = open. */
export type Span = { from: bigint; to: bigint | null }
type Entitlement = Span & { device: string; account: string; role: "owner" | "member" }
type Session = Span & { account: string; session: string | null }
type Media = { media: string; device: string; recordedAt: bigint | null }
export type ActorKind = "service" | "test" | "staff"

type Reading<T> = { read: number; malformed: number; rows: T[] }

/** "A row that cannot be read as its table (bad syntax, missing required field, bad value) is malformed." */
function readRows<T>(rows: Row[] | undefined, reader: (row: Row) => T): Reading<T> {
  const reading: Reading<T> = { read: 0, malformed: 0, rows: [] }
  for (const row of rows ?? []) {
    reading.read += 1
    const found = tryRead(row, reader)
    if (found === null) reading.malformed += 1
    else reading.rows.push(found)
  }
  return reading
}

export function tryRead<T>(row: Row, reader: (row: Row) => T): T | null {
  if (isRaw(row)) return null
  try {
    return reader(row)
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

/** "an end before its begin is malformed"; equal ends are not. */
function span(row: Row, begin: string, end: string): Span {
  const from = required(time(row, begin), begin)
  const to = time(row, end)
  if (to !== null && to < from) throw new Unreadable(end)
  return { from, to }
}

function readEntitlement(row: Row): Entitlement {
  return {
    device: required(text(row, "device_id"), "device_id"),
    account: required(text(row, "account_id"), "account_id"),
    role: required(oneOf(row, "role", ["owner", "member"]), "role"),
    ...span(row, "valid_from", "valid_to"),
  }
}

function readSession(row: Row): Session {
  return {
    account: required(text(row, "account_id"), "account_id"),
    session: text(row, "session_id"),
    ...span(row, "started_at", "ended_at"),
  }
}

function readMediaRow(row: Row): Media {
  oneOf(row, "kind", ["thumbnail", "event_video", "live"])
  return {
    media: required(text(row, "media_id"), "media_id"),
    device: required(text(row, "device_id"), "device_id"),
    recordedAt: time(row, "recorded_at"),
  }
}

/** "where rows of one media_id contradict each other (an absent time contradicts a known one), all of them are
 * malformed and the item counts as not in the catalogue." */
function readMedia(rows: Row[] | undefined): Reading<Media> {
  const reading = readRows(rows, readMediaRow)
  const agreed = reading.rows.filter((row) =>
    reading.rows.every(
      (other) =>
        other.media !== row.media || (other.device === row.device && other.recordedAt === row.recordedAt),
    ),
  )
  const contradicting = reading.rows.length - agreed.length
  return { read: reading.read, malformed: reading.malformed + contradicting, rows: agreed }
}

type Account = { account: string; email: string | null; unreadableCells: number }

const ACCOUNT_CELLS: Record<string, (cell: string) => boolean> = {
  email: () => true,
  name: () => true,
  time_zone: () => true,
  locale: (cell) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(cell),
  country: (cell) => /^[A-Z]{2}$/.test(cell),
  region: (cell) => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(cell),
  status: (cell) => cell === "active" || cell === "closed",
}

/** "Only a missing account_id is malformed; other unreadable cells become absent and are counted." */
function readAccount(row: Row): Account {
  const account = required(text(row, "account_id"), "account_id")
  let unreadableCells = 0
  let email: string | null = null
  for (const [column, isGood] of Object.entries(ACCOUNT_CELLS)) {
    const cell = cellOf(row, column)
    if (cell === null) continue
    if (cell === undefined || !isGood(cell)) unreadableCells += 1
    else if (column === "email") email = cell
  }
  const lastActive = row.last_active_at ?? ""
  if (lastActive !== "" && (typeof lastActive !== "string" || parseTimestamp(lastActive) === null)) {
    unreadableCells += 1
  }
  return { account, email, unreadableCells }
}

/** Undefined where the cell is no text. */
function cellOf(row: Row, column: string): string | null | undefined {
  try {
    return text(row, column)
  } catch {
    return undefined
  }
}

function readDevice(row: Row): string {
  text(row, "label")
  text(row, "time_zone")
  return required(text(row, "device_id"), "device_id")
}

function readActor(row: Row): { account: string; kind: ActorKind } {
  return {
    account: required(text(row, "account_id"), "account_id"),
    kind: required(oneOf(row, "kind", ["service", "test", "staff"]), "kind"),
  }
}

function readReport(row: Row): string {
  time(row, "seen_at")
  text(row, "note")
  return required(text(row, "account_id"), "account_id")
}

export type ReadTables = ReturnType<typeof readTables>

export function readTables(tables: ReferenceTables) {
  return {
    entitlements: readRows(tables.entitlements, readEntitlement),
    accounts: readRows(tables.accounts, readAccount),
    media: readMedia(tables.media),
    sessions: readRows(tables.sessions, readSession),
    devices: readRows(tables.devices, readDevice),
    actors: readRows(tables.actors, readActor),
    reports: readRows(tables.reports, readReport),
  }
}

/** "Of several rows of one account the smallest non-empty address (byte order) is taken." */
export function emailOf(tables: ReadTables, account: string): string | null {
  const emails = tables.accounts.rows.flatMap((row) =>
    row.account === account && row.email !== null ? [row.email] : [],
  )
  return emails.sort(compareBytes)[0] ?? null
}
