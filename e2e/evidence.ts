import { gzipSync } from "node:zlib"

/** A file as a person chooses it in the browser. */
export interface ChosenFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export function file(name: string, content: string | Buffer): ChosenFile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) }
}

/** Ids as an attacker would register them: markup, a formula, a turned direction, parts of an address. */
export const hostileIds = {
  markup: `<img src=x onerror="alert('id')">`,
  formula: `=HYPERLINK("https://elsewhere.example","x")`,
  turned: "\u202elortnoc",
  address: "a/b%2Fc?d=e#f&g",
}
export const HOSTILE_NAME = `<script>alert("name")</script>`
export const HOSTILE_LABEL = `Porch"><svg onload=alert("label")>`
export const HOSTILE_AGENT = `<iframe src="javascript:alert('agent')"></iframe> \u202e\u2067`
export const HOSTILE_TITLE = `<b>Odd</b> log \u202e{{7*7}}`

interface Access {
  at: string
  account: string | null
  device: string
  media: string
  operation: "open_clip" | "open_thumb" | "peek"
}

/** An hour of a small company: 40 legitimate accesses, six that name nobody, and each hostile account at Kim's camera. */
function accesses(): Access[] {
  const minute = (number: number) => `2024-02-16T14:${String(number).padStart(2, "0")}:30Z`
  const own = Array.from({ length: 40 }, (_, index): Access => {
    const isKim = index % 2 === 0
    return {
      at: minute(index),
      account: isKim ? "kim" : "sam",
      device: isKim ? "cam1" : "cam2",
      media: `m${index}`,
      operation: "open_clip",
    }
  })
  const nameless = own
    .slice(0, 6)
    .map((one, index): Access => ({ ...one, at: minute(41 + index), account: null }))
  const strange = Object.values(hostileIds).map(
    (account, index): Access => ({
      at: minute(50 + index),
      account,
      device: "cam1",
      media: "m0",
      operation: index === 0 ? "open_clip" : "open_thumb",
    }),
  )
  const peeks = [0, 1, 2].map(
    (index): Access => ({
      at: minute(55 + index),
      account: "sam",
      device: "cam1",
      media: `m${index * 2}`,
      operation: "peek",
    }),
  )
  return [...own, ...nameless, ...strange, ...peeks]
}

/** The log in the company's own words, one of which (`peek`) nobody can guess. */
export function appLog(): string {
  return accesses()
    .map(({ at, account, device, media, operation }) =>
      JSON.stringify({ ts: at, user: account, camera: device, clip: media, operation, agent: HOSTILE_AGENT }),
    )
    .join("\n")
}

const ENTITLEMENTS = `device_id,account_id,role,valid_from
cam1,kim,owner,2023-01-01T00:00:00Z
cam2,sam,owner,2023-01-01T00:00:00Z
`

export function accountsTable(): string {
  const rows = ["kim", "sam", ...Object.values(hostileIds)].map((id, index) =>
    [id, `person${index}@journeys.example`, HOSTILE_NAME].map(quoted).join(","),
  )
  return ["account_id,email,name", ...rows, ""].join("\n")
}

export function devicesTable(): string {
  return `device_id,label,time_zone\ncam1,${quoted(HOSTILE_LABEL)},Europe/Berlin\ncam2,Garden,Europe/Berlin\n`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** What a person uploads at first: a picture, half an archive, and a table without the column that matters. */
export function badFiles(): ChosenFile[] {
  const archive = gzipSync(appLog())
  return [
    file("photo.ndjson", Buffer.from("89504e470d0a1a0a0000000d49484452000000ff00c3a90a", "hex")),
    file("access.ndjson.gz", archive.subarray(0, archive.length / 2)),
    file("entitlements.csv", "device_id,role,valid_from\ncam1,owner,2023-01-01T00:00:00Z\n"),
  ]
}

export function goodFiles(): Record<"log" | "entitlements" | "accounts" | "devices", ChosenFile> {
  return {
    log: file("access.ndjson.gz", gzipSync(appLog())),
    entitlements: file("entitlements.csv", ENTITLEMENTS),
    accounts: file("accounts.csv", accountsTable()),
    devices: file("devices.csv", devicesTable()),
  }
}

/** The same as files of a folder with an incident file, for a set that is read without questions. */
export function hostileFolder(): Record<string, string> {
  const actions = { open_clip: "viewed", open_thumb: "tapped", peek: "shown" }
  const log = accesses().map(({ at, account, device, media, operation }) =>
    JSON.stringify({
      at,
      account_id: account,
      device_id: device,
      media_id: media,
      action: actions[operation],
      user_agent: HOSTILE_AGENT,
    }),
  )
  return {
    "incident.yaml": `title: Hostile texts
window: { from: 2024-02-16T14:00:00Z, to: 2024-02-16T15:00:00Z }
access_log: { files: [access.ndjson] }
entitlements: { files: [entitlements.csv] }
accounts: { files: [accounts.csv] }
devices: { files: [devices.csv] }
`,
    "access.ndjson": log.join("\n"),
    "entitlements.csv": ENTITLEMENTS,
    "accounts.csv": accountsTable(),
    "devices.csv": devicesTable(),
  }
}
