/** A relay's reply. */
export interface Reply {
  /** 200 to 599. */
  code: number
  /** Such as 5.1.1 (RFC 3463), where it has one of its code's class. */
  status: string | null
}

const LINE = /^([2-5]\d\d)(?:[ \t-](.*))?$/
const STATUS = /^([245]\.\d{1,3}\.\d{1,3})(?:[ \t]|$)/

/** What a whole reply says, or null where that cannot be read: each line must have the same code. */
export function readReply(text: unknown): Reply | null {
  if (typeof text !== "string") return null
  const lines = text.split(/\r?\n/).map((line) => LINE.exec(line))
  const code = lines[0]?.[1]
  if (code === undefined || lines.some((line) => line?.[1] !== code)) return null
  const [, status] = STATUS.exec(lines[0]?.[2] ?? "") ?? []
  return { code: Number(code), status: status?.[0] === code[0] ? (status ?? null) : null }
}

/** A reason in words of ours with the reply's numbers; nothing else that the relay wrote is kept. */
export function reasonOf(words: string, { code, status }: Reply): string {
  return `${status === null ? "" : `${status} `}${words} (${code})`
}
