import { createHmac, timingSafeEqual } from "node:crypto"

const PERIOD_MS = 30_000
/** Clocks differ, and typing takes a while: the code before and the one after are right too. */
const PERIODS = [-1, 0, 1] as const

/** Whether an authenticator with this secret shows this code of six digits about now (RFC 6238). */
export function isCodeOf(secret: string, code: string, now: Date): boolean {
  const period = Math.floor(now.getTime() / PERIOD_MS)
  // All are looked at, so that the time it takes tells nothing.
  return PERIODS.filter((shift) => isSame(code, codeAt(secret, period + shift))).length > 0
}

function codeAt(secret: string, period: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(period))
  const digest = createHmac("sha1", secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0")
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
