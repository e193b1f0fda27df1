/** `MAIL FROM:<…> …` and `RCPT TO:<…> …`: the path may hold a quoted local part. */
const PATH = /^(?:FROM|TO):\s*<((?:"(?:[^"\\]|\\.)*"|[^<>"\s])*)>(?:\s+(.*))?$/i

export interface PathCommand {
  address: string
  /** ESMTP parameters by their name in upper case. */
  parameters: ReadonlyMap<string, string>
}

/** What stands behind MAIL or RCPT; null where that is none. */
export function readPath(rest: string): PathCommand | null {
  const [all, address = "", given = ""] = PATH.exec(rest) ?? []
  if (all === undefined) return null
  const parameters = given
    .split(/\s+/)
    .filter(Boolean)
    .map((one): [string, string] => {
      const [name = "", ...value] = one.split("=")
      return [name.toUpperCase(), value.join("=")]
    })
  return { address, parameters: new Map(parameters) }
}

/** By which token a letter can be asked for while it is given: its envelope id, or what its sender's address carries. */
export function tokenOfMail({ address, parameters }: PathCommand): string | null {
  const envelopeId = parameters.get("ENVID")
  if (envelopeId) return fromXtext(envelopeId)
  return /^[^@]*\+([^@+]+)@/.exec(address)?.[1] ?? null
}

/** The token of `<token@domain>`. */
export function tokenOfMessageId(messageId: string): string | null {
  return /^<?([^@<>]+)@/.exec(messageId)?.[1] ?? null
}

/** RFC 3461, 4. */
function fromXtext(text: string): string {
  return text.replaceAll(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
