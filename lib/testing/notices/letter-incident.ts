import type { LetterGroup } from "../../core/letters.ts"
import type { ReferenceIncident, Row } from "../reference/model.ts"
import { at } from "../reference/street.ts"

/** Somebody in an incident that is planted for its letters. */
export interface PlantedPerson {
  id: string
  /** Where the evidence puts them; null: it does not know them at all, though the accounts may. */
  group: LetterGroup
  /** Cells of the accounts table; `null` for an account that it lacks. Without any, an address at example.org. */
  account?: Row | null
  /** An owner who also received the host's footage. */
  isViewer?: boolean
  /** Whose footage went to somebody who belonged to the household before. */
  hasFormerMember?: boolean
}

/** Owns the camera whose footage those receive who are only viewers; always there, and always `owner_video`. */
export const HOST = "host"

const severities = { owner_video: "viewed", owner_tapped: "tapped", owner_shown: "shown" } as const

/** An incident in which these people, and the host, stand where they are put. */
export function letterIncident(people: readonly PlantedPerson[]): ReferenceIncident {
  const host: PlantedPerson = { id: HOST, group: "owner_video" }
  const all = [host, ...people.filter(({ id }) => id !== HOST)]
  const undetermined = all.filter(({ group }) => group === "undetermined").map(({ id }) => deviceOf(id))
  return {
    window: { from: at("13:00:00"), to: at("21:00:00") },
    sources: [{ name: "app", viewerless: "exposure", records: all.flatMap(recordsOf).map(numbered) }],
    tables: {
      entitlements: all.flatMap(entitlementsOf),
      accounts: all.flatMap(accountOf),
      devices: all.map(({ id }) => ({
        device_id: deviceOf(id),
        label: `Camera of ${id}`,
        time_zone: "Europe/Berlin",
      })),
    },
    presumptions:
      undetermined.length === 0
        ? undefined
        : [
            {
              from: at("14:00:00"),
              to: at("14:05:00"),
              devices: undetermined,
              viewers: "none",
              grade: "shown",
              reason: "A log that was lost",
            },
          ],
  }
}

/** The camera of somebody. */
export function deviceOf(id: string): string {
  return `d-${id}`
}

function recordsOf({ id, group, isViewer, hasFormerMember }: PlantedPerson): Row[] {
  const rows: Row[] = []
  if (group in severities)
    rows.push({
      device_id: deviceOf(id),
      media_id: `m-${id}`,
      action: severities[group as keyof typeof severities],
      ...(hasFormerMember ? { account_id: `was-${id}` } : {}),
    })
  if (group === "viewer_only" || isViewer)
    rows.push({ device_id: deviceOf(HOST), media_id: `m-${HOST}`, action: "viewed", account_id: id })
  return rows
}

function entitlementsOf({ id, hasFormerMember }: PlantedPerson): Row[] {
  const own = { device_id: deviceOf(id), account_id: id, role: "owner", valid_from: "2023-01-01T00:00:00Z" }
  if (!hasFormerMember) return [own]
  const before = { valid_from: "2023-01-01T00:00:00Z", valid_to: "2023-12-01T00:00:00Z" }
  return [own, { device_id: deviceOf(id), account_id: `was-${id}`, role: "member", ...before }]
}

function accountOf({ id, account }: PlantedPerson): Row[] {
  return account === null
    ? []
    : [{ account_id: id, email: `${id.replaceAll(/\W+/g, ".")}@example.org`, ...account }]
}

function numbered(row: Row, index: number): Row {
  return { event_id: `e${index + 1}`, at: at("14:00:00"), ...row }
}
