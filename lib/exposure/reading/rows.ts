import type { Cell, Row } from "../../core/engine.ts"
import type { Grade, Group, Relation } from "./schemas.ts"

/** An account that is not unaffected, as a result has it, by its pseudonym. Instants are ISO 8601 in UTC. */
export interface PersonRow {
  pseudonym: string
  ownerGrade: Grade | null
  viewerGrade: Grade | null
  ownerGradeUpper: Grade | null
  viewerGradeUpper: Grade | null
  group: Group
  ownerExposures: number
  viewerExposures: number
  /** Distinct viewers of its footage; an anonymous one counts as one. */
  viewers: number
  /** Distinct owners whose footage it received. */
  owners: number
  devices: number
  firstAt: string | null
  lastAt: string | null
  reachable: boolean
}

/** One owner, viewer, device and item; the two sides by their pseudonyms. */
export interface ExposureRow {
  owner: string
  /** null: nobody is named. */
  viewer: string | null
  deviceId: string
  mediaId: string | null
  recordedAt: string | null
  grade: Grade
  relation: Relation
  inScope: boolean
  events: number
  firstAt: string
  lastAt: string
}

/** A row of the accounts table: who an account is. */
export interface Account {
  accountId: string
  email: string | null
  name: string | null
  locale: string | null
  country: string | null
  region: string | null
  timeZone: string | null
  status: "active" | "closed" | null
  lastActiveAt: string | null
}

/** Columns of people-view.parquet in the order of the contract. */
export const personColumns = [
  "pseudonym",
  "owner_grade",
  "viewer_grade",
  "owner_grade_upper",
  "viewer_grade_upper",
  '"group"',
  "owner_exposures",
  "viewer_exposures",
  "viewers",
  "owners",
  "devices",
  "first_at",
  "last_at",
  "reachable",
].join(", ")

export function personOf(row: Row): PersonRow {
  return {
    pseudonym: String(row.pseudonym),
    ownerGrade: textOf(row.owner_grade) as Grade | null,
    viewerGrade: textOf(row.viewer_grade) as Grade | null,
    ownerGradeUpper: textOf(row.owner_grade_upper) as Grade | null,
    viewerGradeUpper: textOf(row.viewer_grade_upper) as Grade | null,
    group: String(row.group) as Group,
    ownerExposures: Number(row.owner_exposures),
    viewerExposures: Number(row.viewer_exposures),
    viewers: Number(row.viewers),
    owners: Number(row.owners),
    devices: Number(row.devices),
    firstAt: instantOf(row.first_at),
    lastAt: instantOf(row.last_at),
    reachable: row.reachable === true,
  }
}

export function exposureOf(row: Row): ExposureRow {
  return {
    owner: String(row.owner),
    viewer: textOf(row.viewer),
    deviceId: String(row.device_id),
    mediaId: textOf(row.media_id),
    recordedAt: instantOf(row.recorded_at),
    grade: String(row.grade) as Grade,
    relation: String(row.relation) as Relation,
    inScope: row.in_scope === true,
    events: Number(row.events),
    firstAt: instantOf(row.first_at) ?? "",
    lastAt: instantOf(row.last_at) ?? "",
  }
}

export function accountOf(row: Row): Account {
  return {
    accountId: String(row.account_id),
    email: textOf(row.email),
    name: textOf(row.name),
    locale: textOf(row.locale),
    country: textOf(row.country),
    region: textOf(row.region),
    timeZone: textOf(row.time_zone),
    status: textOf(row.status) as Account["status"],
    lastActiveAt: instantOf(row.last_active_at),
  }
}

export function textOf(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell)
}

/** The engine's text of an instant as ISO 8601; what no calendar of four-digit years holds stays as the engine has it. */
export function instantOf(cell: Cell | undefined): string | null {
  const text = textOf(cell)
  if (text === null) return null
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text
}
