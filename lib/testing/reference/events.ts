import { createHash } from "node:crypto"
import type { Grade, ReferenceSource, Row, Viewerless } from "./model.ts"
import { oneOf, required, text, time, Unreadable } from "./values.ts"

export type AccessEvent = {
  source: string
  viewerless: Viewerless
  /** Its event_id, or the MD5 of its fields. */
  identity: string
  at: bigint
  account: string | null
  device: string | null
  media: string | null
  /** The action as a grade: "actions `shown`, `tapped`, `viewed`" are `shown`, `tapped`, `video`. */
  grade: Grade
  isDenied: boolean
  session: string | null
}

const GRADE_OF_ACTION = { shown: "shown", tapped: "tapped", viewed: "video" } as const

/** Throws Unreadable for a malformed row. The canonical mapping never ignores. */
export function readEvent(source: ReferenceSource, row: Row): AccessEvent {
  const at = required(time(row, "at"), "at")
  const action = required(oneOf(row, "action", ["shown", "tapped", "viewed"]), "action")
  const outcome = oneOf(row, "outcome", ["allowed", "denied"]) ?? "allowed"
  const [eventId, account, device, media] = ["event_id", "account_id", "device_id", "media_id"].map(
    (column) => text(row, column),
  ) as [string | null, string | null, string | null, string | null]
  const [session, ip, userAgent, requestId] = ["session_id", "ip", "user_agent", "request_id"].map((column) =>
    text(row, column),
  ) as [string | null, string | null, string | null, string | null]
  // "at least one of the two"
  if (device === null && media === null) throw new Unreadable("device_id")
  const fields = [at.toString(), account, device, media, action, outcome, session, ip, userAgent, requestId]
  return {
    source: source.name,
    viewerless: source.viewerless ?? "unattributed",
    identity: eventId ?? fingerprint(fields),
    at,
    account,
    device,
    media,
    grade: GRADE_OF_ACTION[action],
    isDenied: outcome === "denied",
    session,
  }
}

/** "the MD5 (lower-case hex) of these fields in this order …, an absent field as nothing, joined by U+001F" */
function fingerprint(fields: (string | null)[]): string {
  const joined = fields.map((field) => field ?? "").join("\u001f")
  return createHash("md5").update(joined, "utf8").digest("hex")
}
