import type { Result } from "../reading/result.ts"
import type { ExposureRow } from "../reading/rows.ts"
import { type Identifying, type Identity, identify } from "./identify.ts"
import { identityQuery, listed, namedRowsOf } from "./named-files.ts"

/** How a list shows somebody who is revealed. */
export interface ShownName {
  accountId: string
  name: string | null
  email: string | null
}

export type Named<T> = T & { shown: ShownName | null }

export type NamedExposure = ExposureRow & {
  shownOwner: ShownName | null
  shownViewer: ShownName | null
  /** What the device's owner calls it; null also while the owner is not revealed. */
  deviceLabel: string | null
}

/** Rows of people, with who they are where it is revealed to this member. */
export async function withNames<T extends { pseudonym: string }>(
  ctx: Identifying,
  result: Result,
  rows: readonly T[],
): Promise<Named<T>[]> {
  const identities = await identify(
    ctx,
    result,
    rows.map(({ pseudonym }) => pseudonym),
  )
  return rows.map((row) => ({ ...row, shown: shownAs(identities.get(row.pseudonym)) }))
}

/** Exposures, with who their two sides are and what the owner calls the device, where it is revealed to this member. */
export async function withBothNames<T extends ExposureRow>(
  ctx: Identifying,
  result: Result,
  rows: readonly T[],
): Promise<(T & NamedExposure)[]> {
  const identities = await identify(
    ctx,
    result,
    rows.flatMap(({ owner, viewer }) => [owner, viewer ?? []].flat()),
  )
  const revealed = rows.filter(({ owner }) => identities.has(owner))
  const labels = await deviceLabels(
    ctx,
    result,
    revealed.map(({ deviceId }) => deviceId),
  )
  return rows.map((row) => ({
    ...row,
    shownOwner: shownAs(identities.get(row.owner)),
    shownViewer: row.viewer === null ? null : shownAs(identities.get(row.viewer)),
    deviceLabel: identities.has(row.owner) ? (labels.get(row.deviceId) ?? null) : null,
  }))
}

/** What their owners call devices: for whom the owners are revealed to. */
export async function deviceLabels(
  { results }: Identifying,
  result: Result,
  deviceIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Set(deviceIds)
  if (ids.size === 0) return new Map()
  const { list, parameters } = listed([...ids])
  const devices = namedRowsOf(result, "devices.parquet")
  const rows = await results("exposures.view").rows(
    identityQuery("device-labels", { devices, devices_asked: list }),
    parameters,
  )
  return new Map(rows.map((row) => [String(row.device_id), String(row.label)]))
}

function shownAs(identity: Identity | undefined): ShownName | null {
  if (!identity) return null
  const { accountId, account } = identity
  return { accountId, name: account?.name ?? null, email: account?.email ?? null }
}
