import type { ReferenceIncident, Row } from "./reference/model.ts"
import { seededRandom } from "./reference/random.ts"
import { at } from "./reference/street.ts"

/** Ids that people, spreadsheets, patterns or statements might stumble over. */
export const hostileIds = [
  "o'; DROP TABLE people; --",
  '"quoted"',
  "=HYPERLINK(1)",
  "%_",
  "a b\tc",
  "line\u2028separator",
  "𝕏-plane",
  "ключ",
  "<script>alert(1)</script>",
  "null",
  "-1",
]

const ACTIONS = ["shown", "shown", "tapped", "viewed"]

/**
 * An incident with many people of every relation, grade and group, with ties in everything that can be sorted by, some
 * without an address, some with hostile ids, and some of whom only a presumption speaks.
 */
export function crowd(seed: number, households = 40): ReferenceIncident {
  const random = seededRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const owners = Array.from({ length: households }, (_, index) => hostileIds[index] ?? `owner-${index}`)
  const viewers = [...Array.from({ length: households }, (_, index) => `viewer-${index}`), ...hostileIds]
  const minute = () =>
    at(`1${4 + Math.floor(random() * 4)}:${String(Math.floor(random() * 60)).padStart(2, "0")}:00`)
  const entitlements = owners.flatMap((owner, index) => holdingsOf(owner, index))
  const records = Array.from({ length: households * 8 }, (_, index): Row => {
    const device = Math.floor(random() * households)
    const viewer = pick([
      pick(viewers),
      pick(viewers),
      `former-${device}`,
      `later-${device}`,
      "sue-of-staff",
      null,
    ])
    return {
      event_id: `e${index}`,
      at: minute(),
      account_id: viewer,
      device_id: `d${device}`,
      ...(random() < 0.5 ? { media_id: `m${device}-${Math.floor(random() * 2)}` } : {}),
      action: pick(ACTIONS),
      user_agent: pick(hostileIds),
    }
  })
  return {
    window: { from: at("13:00:00"), to: at("21:00:00") },
    sources: [{ name: "app", viewerless: "exposure", records }],
    tables: {
      entitlements,
      accounts: accountsOf([...owners, ...viewers], random),
      media: owners.flatMap((_, index) => [
        { media_id: `m${index}-0`, device_id: `d${index}`, recorded_at: at("12:00:00") },
        { media_id: `m${index}-1`, device_id: `d${index}` },
      ]),
      actors: [{ account_id: "sue-of-staff", kind: "staff" }],
      devices: owners
        .slice(0, 20)
        .map((_, index) => ({ device_id: `d${index}`, label: hostileIds[index] ?? "Door" })),
    },
    presumptions: [presumed("presumed-", "video"), presumed("other-", "shown")],
  }
}

/** A device with a member who was removed; every third one was sold at half past one, with footage of before. */
function holdingsOf(owner: string, index: number): Row[] {
  const device_id = `d${index}`
  const since = "2023-01-01T00:00:00Z"
  const isSold = index % 3 === 0
  const rows: Row[] = [
    {
      device_id,
      account_id: owner,
      role: "owner",
      valid_from: since,
      ...(isSold ? { valid_to: at("13:30:00") } : {}),
    },
    { device_id, account_id: `former-${index}`, role: "member", valid_from: since, valid_to: at("10:00:00") },
  ]
  if (!isSold) return rows
  return [...rows, { device_id, account_id: `later-${index}`, role: "owner", valid_from: at("13:30:00") }]
}

function presumed(prefix: string, grade: "video" | "shown") {
  const viewers = Array.from({ length: 15 }, (_, index) => `${prefix}${index}`)
  return {
    from: at("15:00:00"),
    to: at("16:00:00"),
    devices: ["none of these"],
    viewers,
    grade,
    reason: "web cache",
  }
}

function accountsOf(ids: readonly string[], random: () => number): Row[] {
  return [...new Set(ids)].map(
    (account_id, index): Row => ({
      account_id,
      ...(random() < 0.8 ? { email: `Person.${index % 7}@Example.org`, name: `Name ${index}` } : {}),
    }),
  )
}
