import type { CsvCell } from "../../core/csv.ts"
import type { Result } from "../reading/result.ts"
import { type Identifying, type Identity, identify } from "./identify.ts"
import { readLogLines } from "./read-log-lines.ts"
import { deviceLabels } from "./with-names.ts"

/** A line of a list that is taken away. */
export type Line = Record<string, CsvCell>

const textOf = (cell: CsvCell | undefined) => (cell === null || cell === undefined ? null : String(cell))
const textsOf = (lines: readonly Line[], column: string) =>
  lines.flatMap((line) => textOf(line[column]) ?? [])

/** Lines of people, with who they are where it is revealed to this member. */
export async function namePeople(ctx: Identifying, result: Result, lines: readonly Line[]): Promise<Line[]> {
  const identities = await identify(ctx, result, textsOf(lines, "pseudonym"))
  return lines.map((line) => {
    const identity = identities.get(textOf(line.pseudonym) ?? "")
    if (!identity) return line
    const { account } = identity
    return {
      ...line,
      account_id: identity.accountId,
      email: account?.email ?? null,
      name: account?.name ?? null,
      locale: account?.locale ?? null,
      country: account?.country ?? null,
      region: account?.region ?? null,
      time_zone: account?.timeZone ?? null,
      status: account?.status ?? null,
    }
  })
}

/** Lines of exposures, with who both sides are and what owners call their devices, where it is revealed. */
export async function nameSides(ctx: Identifying, result: Result, lines: readonly Line[]): Promise<Line[]> {
  const identities = await identify(ctx, result, [...textsOf(lines, "owner"), ...textsOf(lines, "viewer")])
  const labels = await deviceLabels(ctx, result, textsOf(lines, "device_id"))
  return lines.map((line) => {
    const owner = identities.get(textOf(line.owner) ?? "")
    return {
      ...line,
      ...sideOf("owner", owner),
      ...sideOf("viewer", identities.get(textOf(line.viewer) ?? "")),
      device_label: owner ? (labels.get(textOf(line.device_id) ?? "") ?? null) : null,
    }
  })
}

function sideOf(side: "owner" | "viewer", identity: Identity | undefined): Line {
  return {
    [`${side}_id`]: identity?.accountId ?? null,
    [`${side}_email`]: identity?.account?.email ?? null,
    [`${side}_name`]: identity?.account?.name ?? null,
  }
}

/** Lines of misbound events, with the rows of the log where they are revealed. */
export async function nameEvents(ctx: Identifying, result: Result, lines: readonly Line[]): Promise<Line[]> {
  const events = lines.map((line) => ({
    eventId: textOf(line.event_id) ?? "",
    at: textOf(line.at) ?? "",
    account: textOf(line.account),
    viewer: textOf(line.viewer),
  }))
  const [identities, logLines] = await Promise.all([
    identify(ctx, result, [...textsOf(lines, "account"), ...textsOf(lines, "viewer")]),
    readLogLines(ctx, result, events),
  ])
  return lines.map((line) => {
    const logLine = logLines.get(textOf(line.event_id) ?? "")
    return {
      ...line,
      account_id: identities.get(textOf(line.account) ?? "")?.accountId ?? null,
      viewer_id: identities.get(textOf(line.viewer) ?? "")?.accountId ?? null,
      session_id: logLine?.sessionId ?? null,
      ip: logLine?.ip ?? null,
      user_agent: logLine?.userAgent ?? null,
      request_id: logLine?.requestId ?? null,
      raw: logLine?.raw ?? null,
    }
  })
}
