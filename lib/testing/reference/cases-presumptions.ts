import type { Presumption, Row } from "./model.ts"
import { at, type Case, micros, street } from "./street.ts"

const presumed = (from: string, to: string, more: Partial<Presumption> = {}): Presumption => ({
  from: at(from),
  to: at(to),
  devices: "all",
  viewers: "none",
  grade: "tapped",
  reason: "web cache",
  ...more,
})
const d3 = (from: string, to: string, account = "o3", role = "owner"): Row => ({
  device_id: "d3",
  account_id: account,
  role,
  valid_from: at(from),
  valid_to: at(to),
})
const session = (account: string, from: string, to: string | null): Row => ({
  account_id: account,
  session_id: `s-${account}`,
  started_at: at(from),
  ended_at: to === null ? null : at(to),
})

export const presumptionCases: Case[] = [
  {
    name: "presumption: an owner entitlement that shares exactly one moment, and those that only touch",
    incident: street({
      presumptions: [presumed("15:00:00", "16:00:00", { devices: ["d3"] })],
      entitlements: [
        d3("14:00:00", "15:00:00.000001", "begin"),
        d3("14:00:00", "15:00:00", "touches begin"),
        d3("15:59:59.999999", "17:00:00", "end"),
        d3("16:00:00", "17:00:00", "touches end"),
        d3("15:30:00", "15:30:00", "equal ends"),
        d3("15:00:00", "16:00:00", "member", "member"),
      ],
    }),
    expect: {
      people: {
        begin: {
          owner_grade: null,
          owner_grade_upper: "tapped",
          viewer_grade_upper: null,
          group: "undetermined",
        },
        end: { owner_grade_upper: "tapped" },
        "touches begin": null,
        "touches end": null,
        "equal ends": null,
        member: null,
        kim: null,
      },
      summary: { accounts: { either: 0, either_upper: 2, total: 8, unaffected: 6, unreachable: 0 } },
    },
  },
  {
    name: "presumption: only the part inside the window counts",
    incident: street({
      presumptions: [
        presumed("12:00:00", "14:00:00", { devices: ["d3"] }),
        { ...presumed("20:00:00", "22:00:00", { devices: ["d3"] }), to: "2024-03-01T00:00:00Z" },
      ],
      entitlements: [
        d3("12:00:00", "13:00:00", "before"),
        d3("12:00:00", "13:00:00.000001", "first moment"),
        d3("20:59:59.999999", "22:00:00", "last moment"),
        d3("21:00:00", "22:00:00", "after"),
      ],
    }),
    expect: {
      people: {
        before: null,
        after: null,
        "first moment": { owner_grade_upper: "tapped" },
        "last moment": { owner_grade_upper: "tapped" },
      },
    },
  },
  {
    name: "presumption: outside the window it presumes nothing of any device or session",
    incident: street({
      presumptions: [presumed("21:00:00", "22:00:00", { viewers: "sessions" })],
      tables: { sessions: [session("sam", "12:00:00", null)] },
    }),
    expect: { people: { kim: null, sam: null }, summary: { accounts: { either_upper: 0 } } },
  },
  {
    name: "presumption: all devices; viewers none",
    incident: street({
      presumptions: [presumed("15:00:00", "16:00:00", { grade: "shown" })],
      tables: { sessions: [session("sam", "12:00:00", null)] },
    }),
    expect: {
      people: {
        kim: { owner_grade_upper: "shown" },
        nia: { owner_grade_upper: "shown" },
        ole: null,
        lee: null,
        sam: null,
      },
    },
  },
  {
    name: "presumption: viewers as listed, though no table knows them",
    incident: street({
      presumptions: [presumed("15:00:00", "16:00:00", { devices: ["d1"], viewers: ["sam", "stranger"] })],
    }),
    expect: {
      people: {
        sam: { viewer_grade: null, viewer_grade_upper: "tapped", owner_grade_upper: null },
        stranger: { viewer_grade_upper: "tapped", group: "undetermined", reachable: false },
        kim: { owner_grade_upper: "tapped" },
        nia: null,
      },
      summary: { accounts: { total: 7, either_upper: 3, unaffected: 4 } },
    },
  },
  {
    name: "presumption: viewers with a session that shares a moment with it",
    incident: street({
      presumptions: [presumed("15:00:00", "16:00:00", { devices: ["none"], viewers: "sessions" })],
      tables: {
        sessions: [
          session("one moment", "14:00:00", "15:00:00.000001"),
          session("touches", "14:00:00", "15:00:00"),
          session("empty", "15:30:00", "15:30:00"),
          session("open", "12:00:00", null),
          session("last", "15:59:59.999999", null),
          session("later", "16:00:00", null),
          { account_id: "no id", started_at: at("15:00:00"), ended_at: at("15:10:00") },
        ],
      },
    }),
    expect: {
      people: {
        "one moment": { viewer_grade_upper: "tapped" },
        touches: null,
        empty: null,
        open: { viewer_grade_upper: "tapped" },
        last: { viewer_grade_upper: "tapped" },
        later: null,
        "no id": { viewer_grade_upper: "tapped" },
      },
    },
  },
  {
    name: "presumption: the worst of what is shown and of all that is presumed; the group follows what is shown",
    incident: street({
      presumptions: [
        presumed("15:00:00", "16:00:00", { devices: ["d1"], grade: "shown" }),
        presumed("17:00:00", "18:00:00", { devices: ["d1"], viewers: ["kim"], grade: "video" }),
        presumed("17:00:00", "18:00:00", { devices: ["d2"], grade: "shown" }),
      ],
      log: [{ action: "tapped" }, { device_id: "d2", action: "tapped" }],
    }),
    expect: {
      people: {
        kim: {
          owner_grade: "tapped",
          owner_grade_upper: "video",
          viewer_grade: null,
          viewer_grade_upper: "video",
          group: "owner_tapped",
        },
        nia: { owner_grade: "tapped", owner_grade_upper: "tapped" },
      },
    },
  },
  {
    name: "presumption: without any access log",
    incident: street({ sources: [], presumptions: [presumed("15:00:00", "16:00:00", { devices: ["d2"] })] }),
    expect: {
      people: { nia: { group: "undetermined" }, kim: null },
      summary: { rows: { read: 0 }, accounts: { total: 6, either: 0, either_upper: 1, unaffected: 5 } },
    },
  },
  {
    name: "gap: a presumption over all devices, grade video, viewers sessions",
    incident: street({
      gaps: [{ from: at("15:00:00"), to: at("15:20:00"), reason: "shard 7 lost" }],
      tables: { sessions: [session("sam", "15:19:59.999999", null), session("lee", "15:20:00", null)] },
      log: [{ account_id: "kim" }],
    }),
    expect: {
      people: {
        kim: { owner_grade_upper: "video", group: "undetermined" },
        nia: { owner_grade_upper: "video" },
        sam: { viewer_grade_upper: "video", owner_grade_upper: null },
        lee: null,
      },
      gaps: [{ kind: "declared", from: micros(at("15:00:00")), to: micros(at("15:20:00")) }],
      questions: { suspected_gap: 0, gap_without_sessions: 0 },
    },
  },
  {
    name: "gap: nobody saw where there is no sessions table, which is asked about; its own devices",
    incident: street({
      gaps: [{ from: at("15:00:00"), to: at("15:20:00"), reason: "shard 7 lost", devices: ["d2"] }],
      log: [{ account_id: "kim" }],
    }),
    expect: {
      people: { nia: { owner_grade_upper: "video", viewer_grade_upper: null }, kim: null },
      summary: { accounts: { either_upper: 1 } },
      questions: { gap_without_sessions: 1 },
    },
  },
  {
    name: "presumption: also of owners whose devices the log does not show",
    incident: street({
      presumptions: [presumed("15:00:00", "16:00:00")],
      entitlements: [d3("14:00:00", "17:00:00"), d3("14:00:00", "17:00:00", "member", "member")],
      log: [{ account_id: "kim" }],
    }),
    expect: {
      dispositions: ["legitimate"],
      people: {
        kim: { owner_grade_upper: "tapped" },
        nia: { owner_grade_upper: "tapped" },
        o3: { owner_grade_upper: "tapped" },
        member: null,
      },
    },
  },
]
