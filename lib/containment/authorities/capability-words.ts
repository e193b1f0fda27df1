import type { Capability, TokenKind } from "../../core/session-authority.ts"

const names: Record<TokenKind, string> = {
  session: "Sessions at the provider",
  refresh: "Refresh tokens",
  offline: "Offline tokens",
  opaque: "Opaque access tokens",
  jwt: "JWT access tokens",
}

/** What becomes of each kind of token, in words and seconds. */
export function capabilityWords(capabilities: readonly Capability[]): string[] {
  return capabilities.map(({ kind, effect, windowS }) => {
    if (effect === "immediate") return `${names[kind]} end at once.`
    if (effect === "none") return `${names[kind]} survive: nothing here ends them.`
    return windowS === null
      ? `${names[kind]} live on until they expire; nobody knows how long that is.`
      : `${names[kind]} live on for up to ${windowS} s.`
  })
}
