import type { Row } from "./model.ts"
import { at, type Case, numbered, street } from "./street.ts"

const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => ({ ...row }))

/** Sam sees a device of each of `count` owners. */
function busy(count: number) {
  const owners = Array.from({ length: count }, (_, index) => `owner-${index}`)
  return street({
    entitlements: owners.map((owner) => ({
      device_id: `of-${owner}`,
      account_id: owner,
      role: "owner",
      valid_from: "2023-01-01T00:00:00Z",
    })),
    log: owners.map((owner) => ({ device_id: `of-${owner}`, action: "shown" })),
  })
}

export const questionCases: Case[] = [
  {
    name: "unattributed: exactly 1 % of a source's rows in the window is not asked about",
    incident: street({ log: [{ account_id: null }, ...times(99, { account_id: "kim" })] }),
    expect: { summary: { rows: { unattributed: 1 } }, questions: { unattributed: 0 } },
  },
  {
    name: "unattributed: more than 1 % is, and rows outside or malformed do not dilute it",
    incident: street({
      log: [
        { account_id: null },
        ...times(98, { account_id: "kim" }),
        { at: at("12:00:00") },
        { action: "clicked" },
      ],
    }),
    expect: { questions: { unattributed: 1 } },
  },
  {
    name: "unattributed: by source",
    incident: street({
      sources: [
        { name: "app", records: numbered([{ account_id: null }, ...times(99, { account_id: "kim" })]) },
        { name: "cdn", records: numbered([{ account_id: null }, { account_id: null }, {}], 200) },
      ],
    }),
    expect: { summary: { rows: { unattributed: 3 } }, questions: { unattributed: 2 } },
  },
  {
    name: "mostly_misbound: exactly 5 % is not, 1 of 19 is",
    incident: street({ log: [{}, ...times(19, { account_id: "kim" })] }),
    expect: { summary: { rows: { misbound: 1, legitimate: 19 } }, questions: { mostly_misbound: 0 } },
  },
  {
    name: "mostly_misbound: more than 5 % of legitimate and misbound, duplicates aside",
    incident: street({ log: [{ event_id: "x" }, { event_id: "x" }, ...times(18, { account_id: "kim" })] }),
    expect: { summary: { rows: { misbound: 1, duplicate: 1 } }, questions: { mostly_misbound: 1 } },
  },
  {
    name: "busy_viewer: 1,000 owners are not more than 1,000",
    incident: busy(1_000),
    expect: { people: { sam: { owners: 1_000 } }, questions: { busy_viewer: 0 } },
  },
  {
    name: "busy_viewer: 1,001 are",
    incident: busy(1_001),
    expect: { people: { sam: { owners: 1_001 } }, questions: { busy_viewer: 1 } },
  },
  {
    name: "shared_session: in the log, in the sessions table, and not between the two",
    incident: street({
      tables: {
        sessions: [
          { account_id: "kim", session_id: "s1", started_at: at("10:00:00") },
          { account_id: "lee", session_id: "s1", started_at: at("10:00:00") },
          { account_id: "kim", session_id: "s3", started_at: at("10:00:00") },
          { account_id: "kim", session_id: "s3", started_at: at("11:00:00") },
          { account_id: "kim", started_at: at("10:00:00") },
          { account_id: "lee", started_at: at("10:00:00") },
        ],
      },
      log: [
        { account_id: "kim", session_id: "s2" },
        { account_id: "lee", session_id: "s2", outcome: "denied" },
        { account_id: "lee", session_id: "s3" },
        { account_id: null, session_id: "s4" },
        { account_id: "lee", session_id: "s4" },
        { account_id: "kim", session_id: "s5" },
        { account_id: "lee", session_id: "s5", at: at("12:00:00") },
      ],
    }),
    expect: { questions: { shared_session: 2 } },
  },
  {
    name: "shared_session: an id shared in the log and in the sessions table is one",
    incident: street({
      tables: {
        sessions: ["kim", "lee"].map((account) => ({
          account_id: account,
          session_id: "s1",
          started_at: at("10:00:00"),
        })),
      },
      log: [
        { account_id: "kim", session_id: "s1" },
        { account_id: "lee", session_id: "s1" },
      ],
    }),
    expect: { questions: { shared_session: 1 } },
  },
  {
    name: "reports: distinct reporters, found those with a viewer grade and not only an upper one",
    incident: street({
      tables: {
        reports: ["sam", "sam", "kim", "uma", "unheard of"].map((account) => ({
          account_id: account,
          note: "saw a hallway",
        })),
      },
      log: [{}, { account_id: "uma", device_id: "d9" }],
    }),
    expect: { summary: { reports: { total: 4, found: 1 } }, questions: { report_not_found: 3 } },
  },
  {
    name: "context: the hour before and the hour after, half-open, before duplicates are removed",
    incident: street({
      log: [
        ...["11:59:59.999999", "12:00:00", "12:59:59.999999", "21:00:00", "21:59:59.999999", "22:00:00"].map(
          (time) => ({ at: at(time) }),
        ),
        { event_id: "e2", at: at("12:30:00") },
        { at: at("12:30:00"), account_id: "ole", device_id: "d2" },
        { at: at("12:30:00"), account_id: "kim" },
        { at: at("12:30:00"), outcome: "denied" },
        { at: at("12:30:00"), account_id: null },
      ],
    }),
    expect: {
      summary: { rows: { read: 11, out_of_window: 11 }, exposures: { total: 0 } },
      context: { before: { stranger: 3, former_member: 1 }, after: { stranger: 2 } },
      questions: { edge: 6, mostly_misbound: 0 },
      people: { kim: null },
    },
  },
  {
    name: "edge: only relations in scope, and not the baseline",
    incident: street({
      relations: ["former_member"],
      baseline: { from: at("10:00:00"), to: at("14:00:00") },
      log: [
        { at: at("12:30:00") },
        { at: at("21:30:00"), account_id: "ole", device_id: "d2" },
        { at: at("10:00:00"), account_id: "ole", device_id: "d2" },
        { at: at("13:59:59.999999") },
        { at: at("14:00:00") },
      ],
    }),
    expect: {
      context: {
        before: { stranger: 1 },
        after: { former_member: 1 },
        baseline: { stranger: 2, former_member: 1 },
      },
      questions: { edge: 1 },
    },
  },
]
