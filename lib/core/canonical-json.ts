import { createHash } from "node:crypto"

/** JSON as RFC 8785 writes it: no spaces, the names of each object sorted, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return written(JSON.parse(JSON.stringify(value)))
}

function written(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, of]) => `${JSON.stringify(name)}:${written(of)}`).join(",")}}`
}

/** SHA-256 in hexadecimal over the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex")
}
