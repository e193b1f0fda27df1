import PostalMime, { type Attachment, type Email } from "postal-mime"
import { tokenIn, tokenOfMessageId, tokenOfVerp } from "../delivery/token.ts"
import { type FieldGroup, fieldGroups } from "./report-fields.ts"
import { reportVerdict } from "./report-verdict.ts"

/** What a message says became of a letter; `none`: nothing that counts. */
export type Says = "accepted" | "delivered" | "bounced" | "deferred" | "complained" | "rejected" | "none"

/** What was found in a message about one of our letters. */
export interface MailReport {
  says: Says
  /** An enhanced status code, such as 5.1.1. */
  status: string | null
  /** Tokens that it may be about, the most trustworthy first. */
  tokens: readonly string[]
  /** What kind of message it is, in words of ours with their article. */
  words: string
}

/** A report stands before the message that it returns, so the rest of a long one tells nothing. */
export const REPORT_BYTES_MAX = 128 * 1024
/** Taking a message apart costs by the line; nobody's report has so many. */
const LINES_MAX = 5_000
const LINE_FEED = 10

const LIMITS = { maxNestingDepth: 12, maxHeadersSize: 64 * 1024, forceRfc822Attachments: true }
const TOKENS_MAX = 20
const HEADER_CHARACTERS_MAX = 64 * 1024

/** Whatever in a text has the form of an address. */
const ADDRESS = /[^\s<>,;:"()]{1,320}@[^\s<>,;:"()@]{1,255}/g

const STATUS_TYPES = ["message/delivery-status", "message/global-delivery-status"]
const RETURNED_TYPES = [
  "message/rfc822",
  "text/rfc822-headers",
  "message/rfc822-headers",
  "message/global",
  "message/global-headers",
]

/**
 * What a message that came back says: a delivery report (RFC 3464, 6522, 6533) or a complaint (RFC 5965). Whatever else
 * it is, it says nothing and is named; nothing makes this throw.
 */
export async function readReport(bytes: Uint8Array): Promise<MailReport> {
  try {
    return reportOf(await PostalMime.parse(beginningOf(bytes), LIMITS))
  } catch {
    return { says: "none", status: null, tokens: [], words: "a message that cannot be taken apart" }
  }
}

function beginningOf(bytes: Uint8Array): Uint8Array {
  let end = 0
  for (let line = 0; line < LINES_MAX && end < REPORT_BYTES_MAX; line++) {
    const lineEnd = bytes.indexOf(LINE_FEED, end)
    if (lineEnd < 0) return bytes.slice(0, REPORT_BYTES_MAX)
    end = lineEnd + 1
  }
  return bytes.slice(0, Math.min(end, REPORT_BYTES_MAX))
}

function reportOf(mail: Email): MailReport {
  const status = groupsOf(mail, STATUS_TYPES)
  const feedback = groupsOf(mail, ["message/feedback-report"])
  const tokens = tokensOf(mail, [...(status ?? []), ...(feedback ?? [])])
  if (feedback) return { ...complaint(feedback), tokens }
  if (!status) return { says: "none", status: null, tokens, words: wordsOf(mail) }
  const verdict = reportVerdict(status)
  if (!verdict) return { says: "none", status: null, tokens, words: "a delivery report that says nothing" }
  return { ...verdict, tokens, words: "a delivery report" }
}

/** The fields of the first part of one of these types; null where there is none. */
function groupsOf(mail: Email, types: readonly string[]): FieldGroup[] | null {
  const part = mail.attachments.find(({ mimeType }) => types.includes(mimeType))
  return part ? fieldGroups(textOf(part)) : null
}

/** Kinds of feedback in which somebody says that they do not want the letter (RFC 5965, 7.3). */
const complaints = ["abuse", "fraud", "virus", "other", "opt-out", "opt-out-list"]

function complaint(groups: readonly FieldGroup[]): Pick<MailReport, "says" | "status" | "words"> {
  const kind = groups[0]?.get("feedback-type")?.toLowerCase() ?? ""
  return complaints.includes(kind)
    ? { says: "complained", status: null, words: "a complaint" }
    : { says: "none", status: null, words: "feedback that is no complaint" }
}

/** What a message is that is neither a delivery report nor a complaint. */
function wordsOf(mail: Email): string {
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value.toLowerCase() ?? ""
  if (/^\s*Hi\. This is the (qmail-send program|deliver program)/i.test(mail.text ?? ""))
    return "a bounce in the manner of qmail, which is no delivery report"
  if (mail.attachments.some(({ mimeType }) => mimeType === "message/disposition-notification"))
    return "a receipt, which is no delivery report"
  if (
    header("auto-submitted").startsWith("auto-replied") ||
    mail.headers.some(({ key }) => key === "x-autoreply")
  )
    return "an automatic reply"
  return "mail that is no delivery report"
}

/** First by the address that it came to, then by the envelope that it names, then by the letter that it returns. */
function tokensOf(mail: Email, groups: readonly FieldGroup[]): string[] {
  const recipients = ["to", "delivered-to", "x-original-to"].flatMap((name) => headersOf(mail, name))
  const envelopes = groups.flatMap((group) => group.get("original-envelope-id") ?? [])
  const senders = groups.flatMap((group) => group.get("original-mail-from") ?? [])
  const returned = mail.attachments.filter(({ mimeType }) => RETURNED_TYPES.includes(mimeType))
  const found = [
    ...recipients.flatMap(verpTokens),
    ...envelopes.map((id) => tokenIn(id.toLowerCase()) ?? tokenOfMessageId(id)),
    ...senders.flatMap(verpTokens),
    ...returned.map((part) => tokenOfMessageId(messageIdOf(part))),
  ]
  return [...new Set(found.filter((token) => token !== null))].slice(0, TOKENS_MAX)
}

function headersOf({ headers }: Email, name: string): string[] {
  return headers.filter(({ key }) => key === name).map(({ value }) => value.slice(0, HEADER_CHARACTERS_MAX))
}

function verpTokens(text: string): (string | null)[] {
  return (text.match(ADDRESS) ?? []).map(tokenOfVerp)
}

/** The Message-ID in the beginning of a returned message. */
function messageIdOf(part: Attachment): string {
  const header = textOf(part)
    .slice(0, HEADER_CHARACTERS_MAX)
    .split(/\r?\n\r?\n/, 1)[0]
  return fieldGroups(header ?? "")[0]?.get("message-id") ?? ""
}

/** Bytes as one character each: all that counts here is ASCII. */
function textOf({ content }: Attachment): string {
  if (typeof content === "string") return content
  return Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content).toString("latin1")
}
