import type { Capability, TokenKind } from "../../core/session-authority.ts"

/** What people call the kinds of tokens, at the beginning of a sentence. */
export const kindWords: Readonly<Record<TokenKind, string>> = {
  session: "Sessions at the provider",
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

/** What becomes of each kind of token, in words and seconds, each a sentence. */
export function capabilityWords(capabilities: readonly Capability[]): string[] {
  return capabilities.map(
    (one) => `${capabilityInWords(one)}${one.relyingParty === undefined ? "" : `, at ${one.relyingParty}`}.`,
  )
}

/** The same of one kind, without the stop. */
export function capabilityInWords({ kind, effect, windowS, diesByEpoch }: Capability): string {
  const what = kindWords[kind]
  if (effect === "immediate")
    return windowS === null || windowS === 0
      ? `${what} end at once`
      : `${what} end within ${stretchInWords(windowS)}`
  const unless = diesByEpoch ? ", unless a cut-off is set: apps refuse them by it" : ""
  if (effect === "none") return `${what} survive: nothing here ends them${unless}`
  return windowS === null
    ? `${what} live on until they expire; nobody knows how long that is${unless}`
    : `${what} live on for up to ${stretchInWords(windowS)}${unless}`
}

/** What an authority cannot end at once, each a sentence: nothing where all of it does. */
export function survivalWords(capabilities: readonly Capability[]): string[] {
  return capabilityWords(capabilities.filter(({ effect }) => effect !== "immediate"))
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`
}
