import { at, type Case, street } from "./street.ts"

const LONG_AGO = "2023-01-01T00:00:00Z"
const m1 = (device: string, recordedAt: string | null) => ({
  media_id: "m1",
  device_id: device,
  recorded_at: recordedAt,
})

export const tableCases: Case[] = [
  {
    name: "entitlement: an end before its begin is malformed",
    incident: street({
      entitlements: [
        {
          device_id: "d3",
          account_id: "kim",
          role: "owner",
          valid_from: at("15:00:00"),
          valid_to: at("14:59:59.999999"),
        },
      ],
      log: [{ device_id: "d3" }],
    }),
    expect: {
      dispositions: ["unresolved"],
      summary: { tables: { entitlements: { read: 5, malformed: 1 } } },
      questions: { malformed: 1, unresolved: 1 },
    },
  },
  {
    name: "entitlement: role, valid_from, device and account are required and of their kind",
    incident: street({
      entitlements: [
        { device_id: "d3", account_id: "kim", role: "admin", valid_from: LONG_AGO },
        { device_id: "d3", account_id: "kim", role: null, valid_from: LONG_AGO },
        { device_id: "d3", account_id: "kim", role: "owner", valid_from: "2023-01-01" },
        { device_id: "d3", account_id: "kim", role: "owner" },
        { device_id: "d3", account_id: "", role: "owner", valid_from: LONG_AGO },
        { device_id: "d3", account_id: "kim", role: "owner", valid_from: LONG_AGO, valid_to: "never" },
        { raw: "{" },
      ],
      log: [{ device_id: "d3" }],
    }),
    expect: {
      dispositions: ["unresolved"],
      summary: { tables: { entitlements: { read: 11, malformed: 7 } } },
    },
  },
  {
    name: "entitlement: an open end covers the last moment of the year 9999",
    incident: street({
      tables: { media: [m1("d1", "9999-12-31T23:59:59.999999Z")] },
      log: [{ media_id: "m1", account_id: "kim" }, { media_id: "m1" }],
    }),
    expect: { dispositions: ["legitimate", "misbound"] },
  },
  {
    name: "account: only a missing account_id is malformed, other unreadable cells are counted",
    incident: street({
      tables: {
        accounts: [
          { account_id: "", email: "kim@example.org", country: "deutschland" },
          { account_id: "sam", email: true, country: "de", region: "DE-", locale: "en_GB", status: "gone" },
          { account_id: "kim", email: "kim@example.org", last_active_at: "2024-02-30T00:00:00Z" },
          { account_id: "lee", country: "DE", region: "DE-BY", locale: "zh-Hant-TW", status: "closed" },
        ],
      },
      log: [{}],
    }),
    expect: {
      summary: {
        tables: { accounts: { read: 4, malformed: 1 } },
        accounts: { total: 3, either: 2, unreachable: 1 },
      },
      people: { sam: { reachable: false }, kim: { reachable: true } },
      questions: { account_cells: 6, malformed: 1 },
    },
  },
  {
    name: "account: of several rows any with an address makes it reachable, and it is one account",
    incident: street({
      tables: {
        accounts: [
          { account_id: "sam", email: "" },
          { account_id: "sam", email: "z@example.org", status: "closed" },
          { account_id: "sam", email: "a@example.org" },
        ],
      },
      log: [{}],
    }),
    expect: {
      people: { sam: { reachable: true }, kim: { reachable: false } },
      summary: { accounts: { total: 2, either: 2, unreachable: 1, unaffected: 0 } },
    },
  },
  {
    name: "media: rows that agree in device and time are one, however spelt and of whatever kind",
    incident: street({
      tables: {
        media: [
          { ...m1("d2", "2024-01-01T00:00:00Z"), kind: "thumbnail" },
          { ...m1("d2", "2024-01-01 00:00:00"), kind: "live" },
        ],
      },
      log: [{ media_id: "m1" }],
    }),
    expect: {
      exposures: [{ owner_id: "ole", device_id: "d2" }],
      summary: { tables: { media: { read: 2, malformed: 0 } } },
    },
  },
  {
    name: "media: contradicting devices make all rows malformed, the agreeing ones too",
    incident: street({
      tables: { media: [m1("d2", LONG_AGO), m1("d2", LONG_AGO), m1("d3", LONG_AGO)] },
      log: [{ media_id: "m1" }, { media_id: "m1", device_id: null }],
    }),
    expect: {
      dispositions: ["misbound", "unresolved"],
      exposures: [{ owner_id: "kim", device_id: "d1", media_id: "m1", recorded_at: null }],
      summary: { tables: { media: { read: 3, malformed: 3 } }, mapping_conflicts: 0 },
    },
  },
  {
    name: "media: contradicting times 1 µs apart",
    incident: street({
      tables: { media: [m1("d2", "2023-01-01T00:00:00.000001Z"), m1("d2", LONG_AGO)] },
      log: [{ media_id: "m1" }],
    }),
    expect: {
      exposures: [{ owner_id: "kim" }],
      summary: { tables: { media: { malformed: 2 } } },
    },
  },
  {
    name: "media: an absent time contradicts a known one",
    incident: street({
      tables: { media: [m1("d2", null), m1("d2", LONG_AGO)] },
      log: [{ media_id: "m1" }],
    }),
    expect: {
      exposures: [{ owner_id: "kim" }],
      summary: { tables: { media: { malformed: 2 } }, footage_time_unknown: 0 },
    },
  },
  {
    name: "media: a row malformed by itself contradicts nothing",
    incident: street({
      tables: {
        media: [
          m1("d2", LONG_AGO),
          m1("d3", "yesterday"),
          { ...m1("d3", LONG_AGO), kind: "film" },
          m1("", LONG_AGO),
        ],
      },
      log: [{ media_id: "m1" }],
    }),
    expect: {
      exposures: [{ owner_id: "ole", device_id: "d2" }],
      summary: { tables: { media: { read: 4, malformed: 3 } } },
    },
  },
  {
    name: "session: an end before its begin is malformed and names nobody; equal ends name",
    incident: street({
      tables: {
        sessions: [
          { account_id: "kim", session_id: "s1", started_at: at("14:00:00"), ended_at: at("13:00:00") },
          { account_id: "kim", session_id: "s2", started_at: at("14:00:00"), ended_at: at("14:00:00") },
          { account_id: "kim", session_id: "s3" },
        ],
      },
      log: [{ session_id: "s1" }, { session_id: "s2" }, { session_id: "s3" }],
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "misbound"],
      summary: { tables: { sessions: { read: 3, malformed: 2 } } },
    },
  },
  {
    name: "devices, actors, reports: required fields and kinds",
    incident: street({
      tables: {
        devices: [{ device_id: "d1", label: "Door" }, { label: "no id" }, { device_id: "d2", label: true }],
        actors: [
          { account_id: "sam", kind: "robot" },
          { account_id: "sam", kind: "" },
        ],
        reports: [
          { account_id: "", note: "anonymous" },
          { account_id: "uma", seen_at: "noon" },
        ],
      },
      log: [{}],
    }),
    expect: {
      dispositions: ["misbound"],
      relations: { e1: "stranger" },
      summary: {
        tables: {
          devices: { read: 3, malformed: 2 },
          actors: { read: 2, malformed: 2 },
          reports: { read: 2, malformed: 2 },
        },
        reports: { total: 0, found: 0 },
      },
      questions: { malformed: 6 },
    },
  },
]
