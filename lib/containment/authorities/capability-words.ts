import type { Capability, TokenKind } from "../../core/session-authority.ts"

/** What people call the kinds of tokens, at the beginning of a sentence. */
export const kindWords: Readonly<Record<TokenKind, string>> = {
  session: "Browser sessions",
  refresh: "Refresh tokens",
  offline: "Offline tokens",
  opaque: "Opaque access tokens",
  jwt: "JWT access tokens",
}

const UNITS = [
  { name: "day", s: 86_400 },
  { name: "hour", s: 3_600 },
  { name: "minute", s: 60 },
] as const

/** A stretch of time in its largest whole unit and in seconds: "10 minutes (600 s)", "90 seconds". */
export function stretchInWords(seconds: number): string {
  const whole = Math.ceil(seconds)
  const unit = UNITS.find(({ s }) => whole >= s && whole % s === 0)
  return unit ? `${counted(whole / unit.s, unit.name)} (${whole} s)` : counted(whole, "second")
}

/** What becomes of one kind of token, as a sentence without its stop. */
export function capabilityInWords({ kind, effect, windowS }: Capability): string {
  const what = kindWords[kind]
  if (effect === "none") return `${what} survive`
  if (effect === "until_expiry")
    return windowS === null
      ? `${what} live on until they expire, and nobody knows for how long`
      : `${what} live on for up to ${stretchInWords(windowS)}`
  if (windowS === null) return `${what} end at once`
  return windowS === 0 ? `${what} end at once` : `${what} end within ${stretchInWords(windowS)}`
}

/** What an authority cannot end, in the words of `capabilityInWords`: nothing where all of it ends at once. */
export function survivalsInWords(capabilities: readonly Capability[]): string[] {
  return capabilities.filter(({ effect }) => effect !== "immediate").map(capabilityInWords)
}

/**
 * How long it takes until nothing lives any more that was ended, in seconds: the longest window of what dies. null where
 * nobody knows of one. What survives is no part of it: it does not die.
 */
export function longestWindowS(capabilities: readonly Capability[]): number | null {
  const windows = capabilities.filter(({ effect }) => effect !== "none").map(({ windowS }) => windowS)
  return windows.reduce<number | null>(
    (longest, one) => (longest === null || one === null ? null : Math.max(longest, one)),
    0,
  )
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`
}
