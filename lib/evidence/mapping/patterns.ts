/** A pattern as RE2 spells it: named groups are written (?P<name>…). */
export function toRe2(pattern: string): string {
  return pattern.replaceAll(/\\[\s\S]|\(\?<(?![=!])/g, (match) => (match === "(?<" ? "(?P<" : match))
}

/** The capturing groups of an RE2 pattern in order: a name, or null for one without. */
export function groupNames(pattern: string): (string | null)[] {
  const names: (string | null)[] = []
  // An escape, a character class and a quoted stretch hold no groups.
  const tokens = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\((\?P<(\w+)>|\?)?/g
  for (const [token, opening, name] of pattern.matchAll(tokens)) {
    if (!token.startsWith("(")) continue
    if (opening === undefined) names.push(null)
    else if (name !== undefined) names.push(name)
  }
  return names
}

/** The capturing groups with a name for each, as the engine wants them; those without one get a name that no path can be. */
export function allGroupNames(pattern: string): string[] {
  return groupNames(pattern).map((name, index) => name ?? `unnamed ${index}`)
}
