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

export const APPROVALS_HREF = "/approvals"

export function approvalHref(id: string): string {
  return `${APPROVALS_HREF}/${id}`
}

/** The Activity room of an incident, or of the installation (null), and its export. */
export function activityHref(incident: { number: number } | null): string {
  return incident ? roomHref(incident, "activity") : "/activity"
}

export function activityExportHref(incident: { number: number } | null, query: string): string {
  return `/api${activityHref(incident)}${query === "" ? "" : `?${query}`}`
}
