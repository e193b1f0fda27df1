import { AppError } from "../core/errors.ts"

/** Of Node, Prisma and PostgreSQL: no connection is to be had, one broke, or others had the rows first. */
const CODES =
  /^(ECONN[A-Z]*|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|P1\d{3}|P20(24|28|34|37)|57P0\d|08\d{3}|53300|40001|40P01)$/
const KINDS =
  /^(ConnectionClosed|DatabaseNotReachable|SocketTimeout|TooManyConnections|TransactionWriteConflict)$/
/** What drivers say without a code. */
const WORDS =
  /connection terminated|client has encountered a connection error|timeout exceeded when trying|query read timeout/i
const DEPTH_MAX = 5

interface Told {
  code?: unknown
  originalCode?: unknown
  kind?: unknown
  message?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown } | null
}

/** Whether a failure passes by itself, as when the database restarts: no fault of ours, and nothing to give up for. */
export function isPassing(error: unknown): boolean {
  let told = error
  for (let depth = 0; depth < DEPTH_MAX && typeof told === "object" && told !== null; depth++) {
    if (told instanceof AppError) return told.code === "unavailable"
    const { code, originalCode, kind, message, cause, meta } = told as Told
    if (CODES.test(String(code)) || CODES.test(String(originalCode)) || KINDS.test(String(kind))) return true
    if (WORDS.test(String(message))) return true
    told = meta?.driverAdapterError ?? cause
  }
  return false
}
