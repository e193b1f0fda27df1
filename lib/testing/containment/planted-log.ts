/** An incident of a hundred households and the log that goes on after an action at 12:00, both with a planted truth. */
import { mkdirSync, utimesSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { stringify } from "yaml"
import { csv, ndjson } from "../evidence-folder.ts"

export const SINCE = new Date("2024-02-16T12:00:00Z")
/** 12:30, the instant of most readings. */
export const NOW = new Date("2024-02-16T12:30:00Z")
const HOUSEHOLDS = 100
/** Reads a minute of every log that is planted. */
export const PER_MINUTE = 20

export type Event = Record<string, string>

/** A read of one's own camera, so many seconds after an instant. */
export function ownRead(from: Date, second: number, source = "e"): Event {
  const household = second % HOUSEHOLDS
  return {
    event_id: `${source}-${from.getTime()}-${second}`,
    at: new Date(from.getTime() + second * 1000).toISOString(),
    account_id: `a${household}`,
    device_id: `d${household}`,
    action: "viewed",
  }
}

/** A read of a stranger's camera. */
export function strangersRead(from: Date, second: number): Event {
  return { ...ownRead(from, second, "wrong"), account_id: `a${(second + 1) % HOUSEHOLDS}` }
}

/** A read of a camera by somebody who was removed from it in 2023. */
export function formerRead(from: Date, second: number): Event {
  return { ...ownRead(from, second, "former"), account_id: "former" }
}

/** Ordinary traffic from an instant on. */
export function ordinary(from: Date, minutes: number, source?: string): Event[] {
  const step = 60 / PER_MINUTE
  return Array.from({ length: minutes * PER_MINUTE }, (_, nth) => ownRead(from, nth * step, source))
}

interface Incident {
  relations?: string[]
  sources?: string[]
  /** Without one there is no ordinary day to compare with. */
  hasBaseline?: boolean
}

/** Writes evidence of an incident (one stranger's read in ten, from 10:00 to 11:00) and returns its incident file. */
export function plantIncident(
  folder: string,
  {
    relations = ["stranger", "anonymous", "former_member", "later_owner"],
    sources = ["app"],
    hasBaseline = true,
  }: Incident = {},
): string {
  const begin = new Date("2024-02-16T10:00:00Z")
  const ordinaryDay = new Date("2024-02-09T12:00:00Z")
  const wrong = Array.from({ length: 120 }, (_, nth) => strangersRead(begin, nth * 30))
  const day = [
    ...ordinary(ordinaryDay, 60),
    strangersRead(ordinaryDay, 100),
    strangersRead(ordinaryDay, 2500),
  ]
  const households = Array.from({ length: HOUSEHOLDS }, (_, nth) => nth)
  const owned = households.map((nth) => ({
    device_id: `d${nth}`,
    account_id: `a${nth}`,
    role: "owner",
    valid_from: "2023-01-01T00:00:00Z",
    valid_to: "",
  }))
  const former = owned.map((one) => ({
    ...one,
    account_id: "former",
    role: "member",
    valid_to: "2023-06-01T00:00:00Z",
  }))
  const files: Record<string, string> = {
    "entitlements.csv": csv([...owned, ...former]),
    "accounts.csv": csv([...households.map((nth) => ({ account_id: `a${nth}` })), { account_id: "former" }]),
  }
  for (const source of sources)
    files[`${source}/2024-02-16.ndjson`] = ndjson([
      ...ordinary(begin, 60, source),
      ...wrong,
      ...(hasBaseline ? day : []),
    ])
  for (const [name, text] of Object.entries(files)) write(join(folder, name), text)
  return stringify({
    title: "A hundred households",
    window: { from: begin.toISOString(), to: "2024-02-16T11:00:00Z" },
    access_log: sources.map((name) => ({ name, files: [`${name}/*.ndjson`] })),
    entitlements: { files: ["entitlements.csv"] },
    accounts: { files: ["accounts.csv"] },
    relations,
    ...(hasBaseline ? { baseline: { from: ordinaryDay.toISOString(), to: "2024-02-09T13:00:00Z" } } : {}),
  })
}

/** Writes a file of the log, finished long ago unless somebody is said to be writing it. */
export function write(path: string, content: string | Buffer, isBeingWritten = false): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  const longAgo = new Date(Date.now() - 3_600_000)
  if (!isBeingWritten) utimesSync(path, longAgo, longAgo)
}
