import { incidentName } from "../../lib/incidents/incident-name.ts"

/** The rooms of an incident, by the last part of their address. */
export type RoomName =
  | ""
  | "evidence"
  | "questions"
  | "people"
  | "exposures"
  | "revisions"
  | "report"
  | "notices"
  | "containment"
  | "activity"

/** The address of a room, of a revision where one is named. */
export function roomHref(incident: { number: number }, room: RoomName = "", revision?: number): string {
  const path = `/incidents/${incidentName(incident.number)}${room === "" ? "" : `/${room}`}`
  return revision === undefined ? path : `${path}?revision=${revision}`
}

export function runHref(incident: { number: number }, runId: string): string {
  return `/incidents/${incidentName(incident.number)}/runs/${runId}`
}

export function personHref(incident: { number: number }, pseudonym: string, revision: number): string {
  return `/incidents/${incidentName(incident.number)}/people/${encodeURIComponent(pseudonym)}?revision=${revision}`
}

export function exportHref(incident: { number: number }, list: string, revision: number, query = ""): string {
  const more = query === "" ? "" : `&${query}`
  return `/api/incidents/${incidentName(incident.number)}/export/${list}?revision=${revision}${more}`
}

/** A page of the room of letters: the letters, the holds, a run by its number. */
export function noticesHref(incident: { number: number }, page = ""): string {
  return `${roomHref(incident, "notices")}${page === "" ? "" : `/${page}`}`
}

export function copyHref(incident: { number: number }, letter: string, locale: string): string {
  return noticesHref(incident, `letters/${letter}/${locale}`)
}

/** Who was reached by a run, or who was not, as a file. */
export function accountExportHref(
  incident: { number: number },
  number: number,
  list: "reached" | "unreached",
): string {
  return `/api${noticeRunHref(incident, number, "account")}/${list}`
}

/** A letter as it is rendered from the copy that counts, its fields left as they are; for a frame. */
export function copyPreviewHref(
  incident: { number: number },
  letter: string,
  locale: string,
  scheme: "light" | "dark",
): string {
  return `/api/letters/copy/${incidentName(incident.number)}/${letter}/${locale}?scheme=${scheme}`
}

/** A form of a run's letters as a stand-in gets it; for a frame. */
export function runPreviewHref(
  incident: { number: number },
  number: number,
  shown: { variant: string; spread: string; scheme: "light" | "dark" },
): string {
  return `/api/letters/runs/${incidentName(incident.number)}/${number}?${new URLSearchParams(shown)}`
}

export function noticeRunHref(incident: { number: number }, number: number, page = ""): string {
  return noticesHref(incident, `runs/${number}${page === "" ? "" : `/${page}`}`)
}

/** A page of the room of containment. */
export function containmentHref(incident: { number: number }, page = ""): string {
  return `${roomHref(incident, "containment")}${page === "" ? "" : `/${page}`}`
}

/** One logout of an incident, by its number. */
export function logoutHref(incident: { number: number }, number: number, page = ""): string {
  return containmentHref(incident, `runs/${number}${page === "" ? "" : `/${page}`}`)
}

/** The steps of a logout, or all that is known of it, as a file. */
export function logoutExportHref(
  incident: { number: number },
  number: number,
  file: "steps.csv" | "record.json",
): string {
  return `/api${logoutHref(incident, number, "export")}/${file}`
}

export const APPROVALS_HREF = "/approvals"

export function approvalHref(id: string): string {
  return `${APPROVALS_HREF}/${id}`
}

export const INBOX_HREF = "/inbox"

/** A letter of the sink, with what stands for having opened it. */
export function letterHref(id: number, opened: string): string {
  return `${INBOX_HREF}/${id}?opened=${encodeURIComponent(opened)}`
}

/** The same letter's HTML, for a frame. */
export function letterHtmlHref(id: number, opened: string): string {
  return `/api/letters${INBOX_HREF}/${id}?opened=${encodeURIComponent(opened)}`
}

/** The Activity room of an incident, or of the installation (null), and its export. */
export function activityHref(incident: { number: number } | null): string {
  return incident ? roomHref(incident, "activity") : "/activity"
}

export function activityExportHref(incident: { number: number } | null, query: string): string {
  return `/api${activityHref(incident)}${query === "" ? "" : `?${query}`}`
}
