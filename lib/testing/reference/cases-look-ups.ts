import { at, type Case, street } from "./street.ts"

const entitled = (account: string, device: string, role: string, from: string, to: string | null = null) => ({
  device_id: device,
  account_id: account,
  role,
  valid_from: from,
  valid_to: to,
})
const media = (id: string, device: string, recordedAt: string | null) => ({
  media_id: id,
  device_id: device,
  recorded_at: recordedAt,
})
const LONG_AGO = "2023-01-01T00:00:00Z"
/** Pat becomes a member of d1 at 14:00 of the day, Quinn is one until 15:00. */
const COMING_AND_GOING = [
  entitled("pat", "d1", "member", at("14:00:00")),
  entitled("quinn", "d1", "member", LONG_AGO, at("15:00:00")),
]
const passing = (more: object) => [
  { account_id: "pat", at: at("13:59:59.999999"), ...more },
  { account_id: "pat", at: at("14:00:00"), ...more },
  { account_id: "quinn", at: at("14:59:59.999999"), ...more },
  { account_id: "quinn", at: at("15:00:00"), ...more },
]
const bots = [
  { account_id: "bot", kind: "service" },
  { account_id: "tester", kind: "test" },
]

/** Rows that look plainly legitimate and are not: an engine that takes a short way must not pass them. */
export const lookUpCases: Case[] = [
  {
    name: "plain at first sight: a member who came or left during the window, by device",
    incident: street({ entitlements: COMING_AND_GOING, log: passing({}) }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "misbound"],
      relations: { e1: "stranger", e4: "former_member" },
    },
  },
  {
    name: "plain at first sight: a member who came or left during the window, by media",
    incident: street({
      tables: { media: [media("m1", "d1", LONG_AGO)] },
      entitlements: COMING_AND_GOING,
      log: passing({ media_id: "m1" }),
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "misbound"],
      relations: { e1: "stranger", e4: "former_member" },
    },
  },
  {
    name: "plain at first sight: a member of long standing, but the footage owner has left",
    incident: street({
      tables: { media: [media("m1", "d2", "2024-01-01T00:00:00Z")] },
      entitlements: [entitled("pat", "d2", "member", LONG_AGO)],
      log: [{ account_id: "pat", device_id: "d2", media_id: "m1" }],
    }),
    expect: { relations: { e1: "stranger" }, exposures: [{ owner_id: "ole", viewer_id: "pat" }] },
  },
  {
    name: "plain at first sight: a member of long standing, but the footage owner only came after the access",
    incident: street({
      tables: { media: [media("m1", "d3", at("14:30:00"))] },
      entitlements: [
        entitled("kim", "d3", "owner", at("14:00:00")),
        entitled("pat", "d3", "member", LONG_AGO),
      ],
      log: [{ account_id: "pat", device_id: "d3", media_id: "m1", at: at("13:30:00") }],
    }),
    expect: { relations: { e1: "stranger" } },
  },
  {
    name: "plain at first sight: footage of the very moment at which the device changed hands, and 1 µs before",
    incident: street({
      tables: {
        media: [media("m1", "d2", "2024-02-01T00:00:00Z"), media("m2", "d2", "2024-01-31T23:59:59.999999Z")],
      },
      log: ["ole", "nia"].flatMap((account) =>
        ["m1", "m2"].map((item) => ({ account_id: account, device_id: "d2", media_id: item })),
      ),
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "misbound"],
      relations: { e1: "former_member", e4: "later_owner" },
    },
  },
  {
    name: "plain at first sight: footage of before, of after and of none of the viewer's time as owner",
    incident: street({
      tables: {
        media: [
          media("m1", "d3", "2022-12-31T23:59:59.999999Z"),
          media("m2", "d3", "2024-01-01T00:00:00Z"),
          media("m3", "d4", "2024-01-01T00:00:00Z"),
        ],
      },
      entitlements: [
        entitled("kim", "d3", "owner", LONG_AGO, "2024-01-01T00:00:00Z"),
        entitled("kim", "d4", "member", LONG_AGO),
      ],
      log: [
        { account_id: "kim", device_id: "d3", media_id: "m1" },
        { account_id: "kim", device_id: "d3", media_id: "m2" },
        { account_id: "kim", device_id: "d4", media_id: "m3" },
      ],
    }),
    expect: { dispositions: ["unresolved", "unresolved", "unresolved"] },
  },
  {
    name: "plain at first sight: the viewer's own device, but the catalogue knows another",
    incident: street({
      tables: { media: [media("m1", "d2", null), media("m2", "d2", "2021-01-01T00:00:00Z")] },
      log: ["m1", "m2", "m3", null].map((item) => ({ account_id: "kim", media_id: item })),
    }),
    expect: {
      dispositions: ["misbound", "unresolved", "legitimate", "legitimate"],
      exposures: [{ owner_id: "nia", viewer_id: "kim", device_id: "d2" }],
      summary: { mapping_conflicts: 2, footage_time_unknown: 1 },
    },
  },
  {
    name: "plain at first sight: one row without media among many, by a member of a device without an owner",
    incident: street({
      tables: { media: [media("m1", "d1", LONG_AGO)] },
      entitlements: [entitled("kim", "d4", "member", LONG_AGO)],
      log: [
        ...Array.from({ length: 99 }, () => ({ account_id: "kim", media_id: "m1" })),
        { account_id: "kim", device_id: "d4" },
      ],
    }),
    expect: { summary: { rows: { legitimate: 99, unresolved: 1 } } },
  },
  {
    name: "plain at first sight: a service or a test that owns the device, or is a member of it",
    incident: street({
      tables: { actors: bots, media: [media("m1", "d3", LONG_AGO)] },
      entitlements: [
        entitled("bot", "d3", "owner", "2022-01-01T00:00:00Z"),
        entitled("tester", "d1", "member", LONG_AGO),
      ],
      log: [
        { account_id: "bot", device_id: "d3" },
        { account_id: "bot", device_id: "d3", media_id: "m1" },
        { account_id: "tester" },
      ],
    }),
    expect: { dispositions: ["service", "service", "service"] },
  },
  {
    name: "plain at first sight: a test that is a member of the device, by media",
    incident: street({
      tables: { actors: bots, media: [media("m1", "d1", LONG_AGO)] },
      entitlements: [entitled("tester", "d1", "member", LONG_AGO)],
      log: [{ account_id: "tester", media_id: "m1" }],
    }),
    expect: { dispositions: ["service"] },
  },
  {
    name: "footage with two owners, by media: one event in two exposures, and legitimate for both and a member",
    incident: street({
      tables: { media: [media("m1", "d1", "2024-01-01T00:00:00Z")] },
      entitlements: [entitled("ann", "d1", "owner", LONG_AGO)],
      log: ["sam", "ann", "kim", "lee"].map((account) => ({ account_id: account, media_id: "m1" })),
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "legitimate"],
      exposures: [
        { owner_id: "ann", events: 1 },
        { owner_id: "kim", events: 1 },
      ],
    },
  },
]
