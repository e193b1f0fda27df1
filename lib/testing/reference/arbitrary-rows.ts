import fc from "fast-check"
import { ANCHORS_MINUTES, arbitraryMoment, type Cell, type LooseRow } from "./moments.ts"

const LONG_AGO = [-1_051_200, -1_051_200, -10_080, ...ANCHORS_MINUTES]

/** Exactly at an anchor. */
const at = (anchor: number): Cell => ({ moment: { anchor, tolerances: 0, micros: 0, style: 0 } })

/** An integer, its digits, another zero in front, other case, and blanks are told apart byte by byte. */
const USUAL = ["a1", "a2", "a3"]
const account = fc.constantFrom<string | number>(
  ...USUAL,
  ...USUAL,
  ...USUAL,
  ...USUAL,
  "a4",
  "a4",
  "7",
  7,
  "07",
  "A1",
  "a1 ",
)
const device = fc.constantFrom<string | number>("d1", "d2", "d1", "d2", "d3", 9, "9")
const media = fc.constantFrom("m1", "m2", "m3", "m1", "m2", "m4", "m5")
const session = fc.constantFrom("s1", "s2", "s3", "s1", "s2", "s3", "s4")
const HUGE = 12_345_678_901_234_567_890n
const eventId = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 14 }).map((number) => `e${number}`) },
  { weight: 1, arbitrary: fc.constantFrom<string | number | bigint>(5, "5", HUGE, "é", "null", 'q",e') },
)

/** Mostly the value, else absent in one of the three ways: no key, null, empty text. */
function maybe<T extends Cell>(arbitrary: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<Cell> {
  const absent: fc.Arbitrary<Cell> = fc.constantFrom<Cell>(undefined, undefined, null, "")
  return fc.oneof({ weight: 1, arbitrary: absent }, { weight, arbitrary: arbitrary as fc.Arbitrary<Cell> })
}

const BAD_TIMESTAMPS = [
  "2024-02-30 14:00:00",
  "2023-02-29T14:00:00Z",
  "2024-02-16T24:00:00Z",
  "2024-02-16T14:00:60Z",
  "2024-02-16T14:60:00Z",
  "2024-02-16T14:00:00+24:00",
  "2024-02-16T14:00:00+05:60",
  "2024-02-16T14:00:00+0530",
  "2024-02-16",
  "2024-02-16T14:00:00",
  "2024-02-16t14:00:00.5",
  "2024-02-16 14:00:00.1234567",
  "2024-02-16 14:00:00.",
  "2024-2-16 14:00:00",
  "2024-13-01T00:00:00Z",
  "2024-00-10T00:00:00Z",
  " 2024-02-16T14:00:00Z",
  "2024-02-16T14:00:00Z ",
  "2024-02-16T14:00Z",
  "2024-02-16T14:00:00 UTC",
  "epoch",
  "infinity",
  "1708092000",
  "２０２４-02-16T14:00:00Z",
]

const badCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>(...BAD_TIMESTAMPS),
  fc.constantFrom<Cell>(true, false, 1.5, 1708092000, ["a1"], { text: "a1" }, [], {}),
  fc.constantFrom<Cell>("Viewed", "clicked", "admin", "viewed ", "DENIED", "", null, undefined),
)

const RAW_LINES = [
  '{"at": "2024-02-16T14:00:00Z", "action',
  "not json",
  '["2024-02-16T14:00:00Z"]',
  "42",
  "null",
  '"text"',
  "{'at': '2024-02-16T14:00:00Z'}",
  '{"at": "2024-02-16T14:00:00Z", "action": "viewed", "device_id": "d1", "account_id": "a3"} x',
  '{"at": "2024-02-16T14:00:00Z" "action": "viewed"}',
  "{}}",
]

const rawRow: fc.Arbitrary<LooseRow> = fc.constantFrom(...RAW_LINES).map((raw) => ({ raw }))

/** Mostly good rows, some with one spoiled cell, few that cannot be read at all. */
function mostlyGood(good: fc.Arbitrary<LooseRow>, columns: string[]): fc.Arbitrary<LooseRow> {
  const spoiled = fc
    .tuple(good, fc.constantFrom(...columns), badCell)
    .map(([row, column, cell]) => ({ ...row, [column]: cell }))
  return fc.oneof(
    { weight: 16, arbitrary: good },
    { weight: 2, arbitrary: spoiled },
    { weight: 1, arbitrary: rawRow },
  )
}

const IN_WINDOW = [60, 60, 120, 120, 240, 240, 0]
const EVENT_ANCHORS = [...IN_WINDOW, ...IN_WINDOW, ...IN_WINDOW, 480, ...ANCHORS_MINUTES.slice(2, 8)]

const goodEvent: fc.Arbitrary<LooseRow> = fc.record({
  event_id: maybe(eventId),
  at: arbitraryMoment(EVENT_ANCHORS),
  account_id: maybe(account, 6),
  device_id: maybe(device, 6),
  media_id: maybe(media, 1),
  action: fc.constantFrom("shown", "tapped", "viewed"),
  outcome: maybe(fc.constantFrom("allowed", "allowed", "allowed", "denied"), 1),
  session_id: maybe(session, 1),
  ip: maybe(fc.constantFrom("10.0.0.1", "::1"), 1),
  user_agent: maybe(fc.constantFrom('curl/8 "x", y', "Möbius"), 1),
  request_id: maybe(fc.constantFrom<string | number>("r1", 1), 1),
  extra: fc.constantFrom<Cell>(undefined, undefined, undefined, { nested: ["é", 1.5, null] }, "text", 3),
})

/** Events that meet those households: a new owner, a former member, a member within his time, a stranger whose
 * row without event_id is repeated word for word, one event_id with two viewers and two grades. */
export const SCENES: LooseRow[] = [
  { at: at(240), account_id: "a3", device_id: "d2", media_id: "m1", action: "viewed" },
  { at: at(240), account_id: "a2", device_id: "d1", action: "tapped" },
  { at: at(120), account_id: "a2", device_id: "d1", action: "viewed" },
  { at: at(120), account_id: "a3", device_id: "d1", media_id: "m2", action: "shown" },
  { at: at(120), account_id: "a3", device_id: "d1", media_id: "m2", action: "shown", outcome: "allowed" },
  { event_id: "e1", at: at(120), account_id: "a3", device_id: "d1", action: "shown" },
  { event_id: "e1", at: at(120), account_id: "a1", device_id: "d2", action: "viewed", session_id: "s1" },
  { at: at(0), device_id: "d1", action: "shown" },
]

export const eventRow = mostlyGood(goodEvent, [
  "at",
  "account_id",
  "device_id",
  "media_id",
  "action",
  "outcome",
  "session_id",
  "event_id",
  "ip",
])

export const entitlementRow = mostlyGood(
  fc.record({
    device_id: device,
    account_id: account,
    role: fc.constantFrom("owner", "owner", "member"),
    valid_from: arbitraryMoment(LONG_AGO),
    valid_to: maybe(arbitraryMoment(ANCHORS_MINUTES), 1),
  }),
  ["device_id", "account_id", "role", "valid_from", "valid_to"],
)

/** Households that stand in most incidents, so that much of the log meets an owner: one with a member and a
 * former one, and one camera that changed hands in the window. */
export const HOUSEHOLDS: LooseRow[] = [
  { device_id: "d1", account_id: "a1", role: "owner", valid_from: at(-1_051_200) },
  { device_id: "d1", account_id: "a2", role: "member", valid_from: at(60), valid_to: at(240) },
  { device_id: "d2", account_id: "a2", role: "owner", valid_from: at(-1_051_200), valid_to: at(120) },
  { device_id: "d2", account_id: "a3", role: "owner", valid_from: at(120) },
  { device_id: 9, account_id: 7, role: "owner", valid_from: at(-10_080) },
  { device_id: "d3", account_id: "a4", role: "owner", valid_from: at(0), valid_to: at(480) },
]

/** Footage from before the handover, from long ago, and of no known time. */
export const CATALOGUE: LooseRow[] = [
  { media_id: "m1", device_id: "d2", kind: "event_video", recorded_at: at(60) },
  { media_id: "m2", device_id: "d1", recorded_at: at(-10_080) },
  { media_id: "m3", device_id: "d2" },
]

export const accountRow = mostlyGood(
  fc.record({
    account_id: account,
    email: maybe(fc.constantFrom("kim@example.org", "Lee@example.org", "kim@example.net"), 2),
    name: maybe(fc.constantFrom('Kim "K", Ltd', "José", "張偉"), 1),
    locale: maybe(fc.constantFrom("en-GB", "de", "zh-Hant-TW", "en_GB", "e"), 1),
    country: maybe(fc.constantFrom("DE", "GB", "de", "DEU", "49"), 1),
    region: maybe(fc.constantFrom("DE-BY", "GB-ENG", "DE-", "BY"), 1),
    time_zone: maybe(fc.constantFrom("Europe/Berlin", "no zone"), 1),
    status: maybe(fc.constantFrom("active", "closed", "gone"), 1),
    last_active_at: maybe(arbitraryMoment(LONG_AGO), 1),
  }),
  ["account_id", "email", "country", "status", "last_active_at", "name", "locale"],
)

export const mediaRow = mostlyGood(
  fc.record({
    media_id: media,
    device_id: device,
    kind: maybe(fc.constantFrom("thumbnail", "event_video", "live"), 1),
    recorded_at: maybe(arbitraryMoment(LONG_AGO), 4),
  }),
  ["media_id", "device_id", "kind", "recorded_at"],
)

export const sessionRow = mostlyGood(
  fc.record({
    account_id: account,
    session_id: maybe(session, 5),
    started_at: arbitraryMoment(LONG_AGO),
    ended_at: maybe(arbitraryMoment(ANCHORS_MINUTES), 2),
  }),
  ["account_id", "session_id", "started_at", "ended_at"],
)

export const deviceRow = mostlyGood(
  fc.record({ device_id: device, label: maybe(fc.constantFrom("Front door", "Flur, oben"), 1) }),
  ["device_id", "label", "time_zone"],
)

export const actorRow = mostlyGood(
  fc.record({ account_id: account, kind: fc.constantFrom("staff", "service", "test", "staff") }),
  ["account_id", "kind"],
)

export const reportRow = mostlyGood(
  fc.record({
    account_id: account,
    seen_at: maybe(arbitraryMoment(ANCHORS_MINUTES), 1),
    note: maybe(fc.constantFrom("saw a hallway, not mine", "?"), 1),
  }),
  ["account_id", "seen_at", "note"],
)
