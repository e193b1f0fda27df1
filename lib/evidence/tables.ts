/**
 * The canonical tables of the evidence contract (section 1): their columns, of which kind each is,
 * and which must be there. Names are those of the incident file, of the inputs and of the outputs.
 */

/** text: an identifier or other text. instant: a timestamp. A list: one of these words. RegExp: text of that shape. */
export type ColumnKind = "text" | "instant" | readonly string[] | RegExp

export interface Column {
  kind: ColumnKind
  required?: boolean
}

export interface CanonicalTable {
  columns: Record<string, Column>
  /** Columns of an interval: an end before its begin makes the row malformed. */
  interval?: readonly [from: string, to: string]
  /** An unreadable cell becomes absent and is counted, where in other tables it makes the row malformed. */
  lenient?: boolean
}

export const tableNames = [
  "accounts",
  "entitlements",
  "media",
  "sessions",
  "devices",
  "actors",
  "reports",
] as const
export type TableName = (typeof tableNames)[number]

export const actions = ["shown", "tapped", "viewed"] as const
export const outcomes = ["allowed", "denied"] as const

const text = { kind: "text" } as const
const requiredText = { kind: "text", required: true } as const
const requiredInstant = { kind: "instant", required: true } as const
const instant = { kind: "instant" } as const

export const canonicalTables: Record<TableName, CanonicalTable> = {
  accounts: {
    lenient: true,
    columns: {
      account_id: requiredText,
      email: text,
      name: text,
      locale: { kind: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/ }, // BCP 47, well-formed
      country: { kind: /[A-Z]{2}/ }, // ISO 3166-1 alpha-2
      region: { kind: /[A-Z]{2}-[A-Z0-9]{1,3}/ }, // ISO 3166-2
      time_zone: text,
      status: { kind: ["active", "closed"] },
      last_active_at: instant,
    },
  },
  entitlements: {
    interval: ["valid_from", "valid_to"],
    columns: {
      device_id: requiredText,
      account_id: requiredText,
      role: { kind: ["owner", "member"], required: true },
      valid_from: requiredInstant,
      valid_to: instant,
    },
  },
  media: {
    columns: {
      media_id: requiredText,
      device_id: requiredText,
      kind: { kind: ["thumbnail", "event_video", "live"] },
      recorded_at: instant,
    },
  },
  sessions: {
    interval: ["started_at", "ended_at"],
    columns: { account_id: requiredText, session_id: text, started_at: requiredInstant, ended_at: instant },
  },
  devices: { columns: { device_id: requiredText, label: text, time_zone: text } },
  actors: {
    columns: { account_id: requiredText, kind: { kind: ["service", "test", "staff"], required: true } },
  },
  reports: { columns: { account_id: requiredText, seen_at: instant, note: text } },
}

/** The columns of an access event in the order in which an event without an id is identified. */
export const eventColumns: Record<string, Column> = {
  at: requiredInstant,
  account_id: text,
  device_id: text,
  media_id: text,
  action: { kind: actions, required: true },
  outcome: { kind: outcomes },
  session_id: text,
  ip: text,
  user_agent: text,
  request_id: text,
  event_id: text,
}
