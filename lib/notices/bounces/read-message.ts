import { z } from "zod"
import { tokenIn, tokenOfMessageId } from "../delivery/token.ts"
import { type MailReport, readReport, type Says } from "./read-report.ts"
import { statusOf } from "./report-verdict.ts"

/** What a mailer tells by webhook, by the type of its message. */
const types: Readonly<Record<string, Says>> = {
  "delivery.accepted": "accepted",
  "delivery.delivered": "delivered",
  "delivery.bounced": "bounced",
  "delivery.deferred": "deferred",
  "delivery.complained": "complained",
  "delivery.rejected": "rejected",
}
/** Of this one, the report that it brings says what became of the letter. */
const REPORT_TYPE = "delivery.report"

const WORDS = "a message of the mailer"

const messageSchema = z.object({
  type: z.string(),
  data: z.object({
    token: z.string().nullish(),
    message_id: z.string().nullish(),
    envelope_id: z.string().nullish(),
    status: z.string().nullish(),
    /** A delivery report as it was received, in base 64. */
    report: z.base64().nullish(),
  }),
})

/**
 * What a mailer's message says: `{"type": "delivery.bounced", "data": {"token": …, "status": "5.1.1"}}`. One of another
 * shape or type says nothing and is named, as is one that the report which it brings contradicts.
 */
export async function readMessage(body: string): Promise<MailReport> {
  const parsed = messageSchema.safeParse(jsonOf(body))
  if (!parsed.success) return nothing("a message of the mailer in another form")
  const { type, data } = parsed.data
  const report = data.report ? await readReport(Buffer.from(data.report, "base64")) : null
  const tokens = [...tokensOf(data), ...(report?.tokens ?? [])]
  if (type === REPORT_TYPE) return report ? { ...report, tokens } : nothing("a message without its report")
  const says = Object.hasOwn(types, type) ? types[type] : undefined
  if (says === undefined) return { ...nothing("a message of another type"), tokens }
  if (report && report.says !== "none" && report.says !== says)
    return { ...nothing("a message that the report in it contradicts"), tokens }
  return { says, status: statusOf(data.status ?? undefined) ?? report?.status ?? null, tokens, words: WORDS }
}

function tokensOf({ token, envelope_id, message_id }: z.output<typeof messageSchema>["data"]): string[] {
  const given = [token, envelope_id].map((text) => tokenIn(text?.toLowerCase() ?? ""))
  return [...given, tokenOfMessageId(message_id ?? "")].filter((one) => one !== null)
}

function nothing(words: string): MailReport {
  return { says: "none", status: null, tokens: [], words }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
