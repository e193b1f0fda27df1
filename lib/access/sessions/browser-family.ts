/** In the order in which they are looked for: most name those that they descend from as well. */
const families = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(HeadlessChrome|Chrome|CriOS|Chromium)\//],
  ["Safari", /\bSafari\//],
] as const

const systems = [
  ["iPhone or iPad", /\b(iPhone|iPad|iPod)\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMacintosh\b/],
  ["Linux", /\b(Linux|X11)\b/],
] as const

/** "Firefox on Linux": enough to recognise one's own browser. */
export function browserFamily(userAgent: string | null): string {
  const text = userAgent ?? ""
  const family = families.find(([, pattern]) => pattern.test(text))?.[0] ?? "Another browser"
  const system = systems.find(([, pattern]) => pattern.test(text))?.[0]
  return system === undefined ? family : `${family} on ${system}`
}
