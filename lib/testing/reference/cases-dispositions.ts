import { at, type Case, street } from "./street.ts"

const actor = (account: string, kind: string) => ({ account_id: account, kind })
const session = (account: string, id: string) => ({
  account_id: account,
  session_id: id,
  started_at: at("10:00:00"),
  ended_at: at("11:00:00"),
})
const media = (id: string, device: string, recordedAt: string | null) => ({
  media_id: id,
  device_id: device,
  recorded_at: recordedAt,
})
/** Kim owned d3 from 14:00 to 15:00 of the day. */
const D3 = {
  device_id: "d3",
  account_id: "kim",
  role: "owner",
  valid_from: at("14:00:00"),
  valid_to: at("15:00:00"),
}

export const dispositionCases: Case[] = [
  {
    name: "window: half-open, its begin in and 1 µs before out, its end out and 1 µs before in",
    incident: street({
      log: ["13:00:00", "12:59:59.999999", "21:00:00", "20:59:59.999999"].map((time) => ({ at: at(time) })),
    }),
    expect: { dispositions: ["misbound", "out_of_window", "out_of_window", "misbound"] },
  },
  {
    name: "order: malformed before out_of_window before denied before service before unattributed",
    incident: street({
      tables: { actors: [actor("bot", "service")] },
      log: [
        { at: at("12:00:00"), action: "clicked" },
        { at: at("12:00:00"), outcome: "denied" },
        { account_id: "bot", outcome: "denied" },
        { account_id: "bot", device_id: "unknown" },
        { account_id: null, device_id: "unknown" },
        { account_id: "sam", device_id: "unknown" },
      ],
    }),
    expect: {
      dispositions: ["malformed", "out_of_window", "denied", "service", "unattributed", "unresolved"],
    },
  },
  {
    name: "service: actors of kind service or test, not staff; of several kinds the first in order",
    incident: street({
      tables: {
        actors: [
          actor("a", "service"),
          actor("b", "test"),
          actor("c", "staff"),
          actor("d", "staff"),
          actor("d", "service"),
          actor("e", "staff"),
          actor("e", "test"),
        ],
      },
      log: ["a", "b", "c", "d", "e"].map((account) => ({ account_id: account })),
    }),
    expect: {
      dispositions: ["service", "service", "misbound", "service", "service"],
      relations: { e3: "staff" },
    },
  },
  {
    name: "service: the viewer counts, whom the session names",
    incident: street({
      tables: { actors: [actor("bot", "service")], sessions: [session("bot", "s1"), session("sam", "s2")] },
      log: [{ session_id: "s1" }, { account_id: "bot", session_id: "s2" }],
    }),
    expect: { dispositions: ["service", "misbound"], relations: { e2: "stranger" } },
  },
  {
    name: "unattributed: no viewer, by default",
    incident: street({ log: [{ account_id: null }] }),
    expect: { dispositions: ["unattributed"], exposures: [] },
  },
  {
    name: "unattributed: with viewerless exposure a missing viewer is an anonymous one",
    incident: street({
      viewerless: "exposure",
      log: [{ account_id: null }, { account_id: "", device_id: "d9" }],
    }),
    expect: {
      dispositions: ["misbound", "unresolved"],
      relations: { e1: "anonymous" },
      people: { kim: { viewers: 1 } },
    },
  },
  {
    name: "viewerless is each source's own",
    incident: street({
      sources: [
        {
          name: "app",
          viewerless: "unattributed",
          records: [{ event_id: "e1", at: at("14:00:00"), device_id: "d1", action: "shown" }],
        },
        {
          name: "cdn",
          viewerless: "exposure",
          records: [{ event_id: "e2", at: at("14:00:00"), device_id: "d1", action: "shown" }],
        },
      ],
    }),
    expect: { dispositions: ["unattributed", "misbound"], evidence: [{ event_id: "e2", sources: ["cdn"] }] },
  },
  {
    name: "viewer: the session's account, whatever the session's time, also where the event names none",
    incident: street({
      tables: { sessions: [session("kim", "s1"), session("kim", "s1")] },
      log: [{ session_id: "s1" }, { session_id: "s1", account_id: null }, { session_id: "s2" }],
    }),
    expect: { dispositions: ["legitimate", "legitimate", "misbound"], summary: { viewer_conflicts: 1 } },
  },
  {
    name: "viewer: a session naming two accounts names none",
    incident: street({
      tables: { sessions: [session("kim", "s1"), session("lee", "s1")] },
      log: [
        { session_id: "s1" },
        { session_id: "s1", account_id: "kim" },
        { session_id: "s1", account_id: null },
      ],
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "unattributed"],
      summary: { viewer_conflicts: 0 },
      questions: { shared_session: 1 },
    },
  },
  {
    name: "true device: the catalogue wins; an item not in it leaves the event's own",
    incident: street({
      tables: { media: [media("m1", "d1", null)] },
      log: [
        { account_id: "kim", device_id: "d2", media_id: "m1" },
        { account_id: "kim", device_id: null, media_id: "m1" },
        { account_id: "kim", device_id: "d1", media_id: "m9" },
        { account_id: "kim", device_id: null, media_id: "m9" },
      ],
    }),
    expect: {
      dispositions: ["legitimate", "legitimate", "legitimate", "unresolved"],
      summary: { mapping_conflicts: 1, footage_time_unknown: 2 },
    },
  },
  {
    name: "footage time: recorded_at if known, else at",
    incident: street({
      tables: { media: [media("m1", "d2", "2024-01-31T23:59:59.999999Z"), media("m2", "d2", null)] },
      log: [{ media_id: "m1" }, { media_id: "m2" }],
    }),
    expect: {
      exposures: [
        { owner_id: "nia", media_id: "m2" },
        { owner_id: "ole", media_id: "m1" },
      ],
    },
  },
  {
    name: "footage owners: valid_from covers, valid_to does not",
    incident: street({
      entitlements: [D3],
      log: ["13:59:59.999999", "14:00:00", "14:59:59.999999", "15:00:00"].map((time) => ({
        device_id: "d3",
        at: at(time),
      })),
    }),
    expect: { dispositions: ["unresolved", "misbound", "misbound", "unresolved"] },
  },
  {
    name: "footage owners: the tolerance does not widen them",
    incident: street({
      tolerance: "2s",
      entitlements: [D3],
      log: ["13:59:59", "15:00:01"].map((time) => ({ device_id: "d3", account_id: "kim", at: at(time) })),
    }),
    expect: { dispositions: ["unresolved", "unresolved"] },
  },
  {
    name: "footage owners: equal ends cover nothing; a member is no owner",
    incident: street({
      tolerance: "1m",
      entitlements: [
        { ...D3, valid_to: at("14:00:00") },
        { device_id: "d4", account_id: "kim", role: "member", valid_from: "2023-01-01T00:00:00Z" },
      ],
      log: [{ device_id: "d3" }, { device_id: "d4", account_id: "kim" }],
    }),
    expect: { dispositions: ["unresolved", "unresolved"] },
  },
  {
    name: "counters: conflicts among rows that reach step 4 and step 6",
    incident: street({
      tables: {
        actors: [actor("bot", "service")],
        media: [media("m1", "d1", null)],
        sessions: [session("kim", "s1"), session("bot", "s2")],
      },
      log: [
        { at: at("12:00:00"), session_id: "s1", media_id: "m1", device_id: "d2" },
        { outcome: "denied", session_id: "s1", media_id: "m1", device_id: "d2" },
        { session_id: "s2", media_id: "m1", device_id: "d2" },
        { account_id: null, media_id: "m1", device_id: "d2" },
        { session_id: "s1", media_id: "m1", device_id: "d2" },
        { account_id: null, session_id: "s1", media_id: "m1" },
      ],
    }),
    expect: {
      dispositions: ["out_of_window", "denied", "service", "unattributed", "legitimate", "legitimate"],
      summary: { viewer_conflicts: 2, mapping_conflicts: 1, footage_time_unknown: 2 },
      questions: { viewer_conflicts: 2, mapping_conflicts: 1, footage_time_unknown: 2 },
    },
  },
  {
    name: "order: unattributed before unresolved, also where a session names nobody",
    incident: street({
      tables: { sessions: [session("kim", "s1")] },
      log: [{ account_id: null, session_id: "s9", device_id: "unknown" }],
    }),
    expect: { dispositions: ["unattributed"], questions: { unresolved: 0, unattributed: 1 } },
  },
  {
    name: "counters: conflicts of row and catalogue, also where the row is plainly legitimate",
    incident: street({
      tables: { media: [media("m1", "d1", "2024-01-01T00:00:00Z")] },
      log: [
        { account_id: "kim", device_id: "d2", media_id: "m1" },
        { account_id: "lee", device_id: "d2", media_id: "m1" },
        { account_id: "kim", media_id: "m1" },
      ],
    }),
    expect: { dispositions: ["legitimate", "legitimate", "legitimate"], summary: { mapping_conflicts: 2 } },
  },
]
