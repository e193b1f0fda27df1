// A logical incident: what the files say, before anybody chose their format. The same incident can be rendered
// into several formats (render.ts), and the reference classifies it directly (classify.ts).

export type Value = string | number | bigint | boolean | null | Value[] | { [key: string]: Value }

/** What goes into a file as one row. A row whose only key is `raw` stands for a line that cannot be read. */
export type Row = { [column: string]: Value }

export type Interval = { from: string; to: string }
export type Viewerless = "unattributed" | "exposure"

export const TABLES = [
  "entitlements",
  "accounts",
  "media",
  "sessions",
  "devices",
  "actors",
  "reports",
] as const
export type TableName = (typeof TABLES)[number]

export const GRADES = ["shown", "tapped", "video"] as const
export type Grade = (typeof GRADES)[number]

export const RELATIONS = ["stranger", "anonymous", "former_member", "later_owner", "staff"] as const
export type Relation = (typeof RELATIONS)[number]
/** The contract's default of `relations`: all but staff. */
export const DEFAULT_RELATIONS: Relation[] = ["stranger", "anonymous", "former_member", "later_owner"]

export const GROUPS = [
  "owner_video",
  "owner_tapped",
  "owner_shown",
  "viewer_only",
  "undetermined",
  "unaffected",
] as const
export type Group = (typeof GROUPS)[number]

export const DISPOSITIONS = [
  "ignored",
  "malformed",
  "out_of_window",
  "denied",
  "service",
  "unattributed",
  "unresolved",
  "legitimate",
  "duplicate",
  "misbound",
] as const
export type Disposition = (typeof DISPOSITIONS)[number]

export type ReferenceSource = { name: string; viewerless?: Viewerless | undefined; records: Row[] }

export type ReferenceTables = { entitlements: Row[]; accounts: Row[] } & {
  [name in Exclude<TableName, "entitlements" | "accounts">]?: Row[] | undefined
}

type DeclaredGap = Interval & { reason: string; devices?: string[] | "all" | undefined }

export type Presumption = Interval & {
  devices: string[] | "all"
  viewers: string[] | "none" | "sessions"
  grade: Grade
  reason: string
}

export type ReferenceIncident = {
  window: Interval
  /** May be empty only where there are presumptions. */
  sources: ReferenceSource[]
  tables: ReferenceTables
  /** Digits and ms, s, m or h; absent = 0s. */
  tolerance?: string | undefined
  relations?: Relation[] | undefined
  baseline?: Interval | undefined
  gaps?: DeclaredGap[] | undefined
  dismissedGaps?: (Interval & { reason: string })[] | undefined
  presumptions?: Presumption[] | undefined
  confirmGaps?: boolean | undefined
}

export function isRaw(row: Row): row is { raw: string } {
  return Object.keys(row).length === 1 && typeof row.raw === "string"
}
