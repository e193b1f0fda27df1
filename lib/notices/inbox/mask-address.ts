/** An address as a list shows it: the first character and the domain, so that nobody learns from it who got a letter. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@")
  if (at < 1) return "…"
  const [first = ""] = address
  return `${first}…${address.slice(at)}`
}
