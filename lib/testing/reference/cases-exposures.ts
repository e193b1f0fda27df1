import { at, type Case, micros, street } from "./street.ts"

const LONG_AGO = "2023-01-01T00:00:00Z"
const named = (letters: string) => [...letters].map((letter) => ({ event_id: `x${letter}` }))

export const exposureCases: Case[] = [
  {
    name: "exposure: footage with two owners makes two exposures",
    incident: street({
      entitlements: [{ device_id: "d1", account_id: "ann", role: "owner", valid_from: LONG_AGO }],
      log: [{}],
    }),
    expect: {
      exposures: [
        { owner_id: "ann", viewer_id: "sam", device_id: "d1", media_id: null, events: 1 },
        { owner_id: "kim", viewer_id: "sam", device_id: "d1", media_id: null, events: 1 },
      ],
      people: {
        sam: { viewer_exposures: 2, owners: 2, devices: 1 },
        ann: { owner_exposures: 1, reachable: false },
      },
      summary: { exposures: { total: 2, in_scope: 2, stranger: 2 }, accounts: { total: 7 } },
    },
  },
  {
    name: "exposure: two entitlement rows of one owner are one owner",
    incident: street({
      entitlements: [
        { device_id: "d1", account_id: "kim", role: "owner", valid_from: "2023-02-01T00:00:00Z" },
      ],
      log: [{}],
    }),
    expect: { exposures: [{ owner_id: "kim", events: 1 }] },
  },
  {
    name: "exposure: its worst grade, first and last time, number of events, recorded_at",
    incident: street({
      tables: { media: [{ media_id: "m1", device_id: "d1", recorded_at: "2024-01-01T00:00:00.5Z" }] },
      log: [
        { media_id: "m1", action: "tapped", at: at("15:00:00") },
        { media_id: "m1", action: "shown", at: at("14:00:00.000001") },
        { media_id: "m1", action: "shown", at: at("16:00:00") },
      ],
    }),
    expect: {
      exposures: [
        {
          grade: "tapped",
          events: 3,
          first_at: micros(at("14:00:00.000001")),
          last_at: micros(at("16:00:00")),
          recorded_at: micros("2024-01-01T00:00:00.5Z"),
          event_ids: ["e2", "e1", "e3"],
        },
      ],
    },
  },
  {
    name: "exposure: one per media and viewer, absent first, in byte order",
    incident: street({
      viewerless: "exposure",
      log: [
        { media_id: "m1" },
        { media_id: "M2" },
        { media_id: null },
        { account_id: null },
        { account_id: "Zoe" },
        { device_id: "d2" },
      ],
    }),
    expect: {
      exposures: [
        { owner_id: "kim", viewer_id: null, media_id: null },
        { owner_id: "kim", viewer_id: "Zoe", media_id: null },
        { owner_id: "kim", viewer_id: "sam", media_id: null },
        { owner_id: "kim", viewer_id: "sam", media_id: "M2" },
        { owner_id: "kim", viewer_id: "sam", media_id: "m1" },
        { owner_id: "nia", viewer_id: "sam", media_id: null },
      ],
    },
  },
  {
    name: "exposure: its relation is that of its earliest event, and so is its scope",
    incident: street({
      relations: ["former_member"],
      entitlements: [
        {
          device_id: "d1",
          account_id: "sam",
          role: "member",
          valid_from: at("14:30:00"),
          valid_to: at("15:00:00"),
        },
      ],
      log: [{ at: at("16:00:00") }, { at: at("14:00:00") }],
    }),
    expect: {
      relations: { e1: "former_member", e2: "stranger" },
      exposures: [{ relation: "stranger", in_scope: false, events: 2 }],
      people: { sam: null, kim: null },
      summary: { exposures: { total: 1, in_scope: 0, stranger: 1, former_member: 0 } },
    },
  },
  {
    name: "exposure: events of equal time stand by identity",
    incident: street({
      log: [{ event_id: "b" }, { event_id: "a" }, { event_id: "B" }],
    }),
    expect: { exposures: [{ event_ids: ["B", "a", "b"] }] },
  },
  {
    name: "exposure: up to 20 identities, the earliest first, and all events counted",
    incident: street({
      log: [...named("bcdefghijklmnopqrstu"), { event_id: "xa" }, { at: at("13:00:00") }],
    }),
    expect: {
      exposures: [
        {
          events: 22,
          event_ids: ["e22", ...[..."abcdefghijklmnopqrs"].map((letter) => `x${letter}`)],
        },
      ],
    },
  },
  {
    name: "scope: staff is written and counted, and plays no part",
    incident: street({
      tables: {
        actors: [{ account_id: "sam", kind: "staff" }],
        reports: [{ account_id: "sam" }, { account_id: "sam" }],
      },
      log: [{}],
    }),
    expect: {
      exposures: [{ owner_id: "kim", viewer_id: "sam", relation: "staff", in_scope: false }],
      people: { kim: null, sam: null },
      summary: {
        exposures: { total: 1, in_scope: 0, staff: 1 },
        owners: { total: 0 },
        accounts: { total: 6, either: 0, unaffected: 6 },
        reports: { total: 1, found: 0 },
      },
      questions: { report_not_found: 1, mostly_misbound: 1 },
    },
  },
  {
    name: "scope: staff on request",
    incident: street({
      relations: ["staff"],
      tables: { actors: [{ account_id: "lee", kind: "staff" }], reports: [{ account_id: "lee" }] },
      log: [{}, { account_id: "lee", device_id: "d2" }],
    }),
    expect: {
      people: { kim: null, sam: null, nia: { group: "owner_video" }, lee: { group: "viewer_only" } },
      summary: { exposures: { total: 2, in_scope: 1 }, reports: { total: 1, found: 1 } },
      questions: { report_not_found: 0 },
    },
  },
]

export const peopleCases: Case[] = [
  {
    name: "groups: by the owner grade first, then by having seen, then by the upper grade",
    incident: street({
      entitlements: ["o1", "o2", "o3"].map((owner) => ({
        device_id: `of-${owner}`,
        account_id: owner,
        role: "owner",
        valid_from: LONG_AGO,
      })),
      log: [
        { device_id: "of-o1", action: "viewed" },
        { device_id: "of-o1", action: "shown" },
        { device_id: "of-o2", action: "tapped", account_id: "o3" },
        { device_id: "of-o3", action: "shown", account_id: "o1" },
        { device_id: "nobody's", action: "tapped", account_id: "uma" },
      ],
    }),
    expect: {
      people: {
        o1: { group: "owner_video", owner_grade: "video", viewer_grade: "shown", owner_exposures: 1 },
        o2: { group: "owner_tapped", owner_grade: "tapped", viewer_grade: null },
        o3: { group: "owner_shown", owner_grade: "shown", viewer_grade: "tapped" },
        sam: { group: "viewer_only", owner_grade: null, viewer_grade: "video" },
        uma: { group: "undetermined", viewer_grade: null, viewer_grade_upper: "tapped", first_at: null },
        lee: null,
      },
      summary: {
        owners: { total: 3, video: 1, tapped: 1, shown: 1 },
        viewers: { total: 3, video: 1, tapped: 1, shown: 1 },
        accounts: {
          total: 9,
          either: 4,
          either_upper: 5,
          unaffected: 4,
          unreachable: 3,
          groups: {
            owner_video: 1,
            owner_tapped: 1,
            owner_shown: 1,
            viewer_only: 1,
            undetermined: 1,
            unaffected: 4,
          },
        },
      },
      questions: { unresolved: 1 },
    },
  },
  {
    name: "people: an anonymous viewer counts as one; devices and times over both sides",
    incident: street({
      viewerless: "exposure",
      entitlements: [{ device_id: "d3", account_id: "kim", role: "owner", valid_from: LONG_AGO }],
      log: [
        { account_id: null, at: at("13:30:00") },
        { account_id: null, media_id: "m1" },
        { account_id: "sam" },
        { account_id: "sam", device_id: "d3" },
        { account_id: "kim", device_id: "d2", at: at("18:00:00") },
      ],
    }),
    expect: {
      people: {
        kim: {
          owner_exposures: 4,
          viewer_exposures: 1,
          viewers: 2,
          owners: 1,
          devices: 3,
          first_at: micros(at("13:30:00")),
          last_at: micros(at("18:00:00")),
        },
        sam: { viewers: 0, owners: 1, devices: 2, viewer_exposures: 2 },
      },
    },
  },
  {
    name: "people: the viewer of an unresolved event has at least its grade as upper grade, an anonymous one none",
    incident: street({
      viewerless: "exposure",
      log: [
        { device_id: "d9", action: "shown" },
        { device_id: "d9", action: "tapped" },
        { device_id: "d9", account_id: null },
        { account_id: "sam", action: "shown" },
      ],
    }),
    expect: {
      people: { sam: { viewer_grade: "shown", viewer_grade_upper: "tapped", group: "viewer_only" } },
      summary: { accounts: { either: 2, either_upper: 2 } },
      questions: { unresolved: 3 },
    },
  },
  {
    name: "people: an account that the accounts table lacks is treated like any other",
    incident: street({ tables: { accounts: [] }, log: [{}] }),
    expect: {
      people: { kim: { group: "owner_video", reachable: false }, sam: { group: "viewer_only" } },
      summary: { accounts: { total: 2, either: 2, unaffected: 0, unreachable: 2 } },
    },
  },
  {
    name: "people: nobody, where nothing is misbound",
    incident: street({ log: [{ account_id: "kim" }, { account_id: "lee" }] }),
    expect: {
      people: { kim: null, lee: null },
      exposures: [],
      summary: { accounts: { total: 6, either: 0, either_upper: 0, unaffected: 6 } },
      questions: { mostly_misbound: 0, malformed: 0 },
    },
  },
  {
    name: "people: an unresolved event outside the window presumes nothing",
    incident: street({ log: [{ device_id: "d9", at: at("12:30:00") }] }),
    expect: {
      dispositions: ["out_of_window"],
      people: { sam: null },
      context: { before: {} },
      questions: { unresolved: 0, edge: 0 },
    },
  },
  {
    name: "people: an owner and a viewer with several exposures count once",
    incident: street({ log: [{}, { media_id: "m1" }] }),
    expect: {
      people: {
        sam: { viewer_exposures: 2, owners: 1, devices: 1 },
        kim: { owner_exposures: 2, viewers: 1, devices: 1 },
      },
    },
  },
  {
    name: "people: an anonymous viewer is no account",
    incident: street({ viewerless: "exposure", log: [{ account_id: null }] }),
    expect: {
      summary: { accounts: { total: 6, either: 1, either_upper: 1, unaffected: 5 }, viewers: { total: 0 } },
    },
  },
]
