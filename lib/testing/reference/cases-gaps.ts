import type { Row } from "./model.ts"
import { at, type Case, micros, numbered, street } from "./street.ts"

/** An hour: of 600 events in it, 50 are expected in 5 minutes. */
const HOUR = { from: at("13:00:00"), to: at("14:00:00") }

/** `count` legitimate events, the first at that second of the hour, then one every `everySeconds`. */
function every(everySeconds: number, count: number, fromSeconds: number, more: Row = {}): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const time = Date.parse(HOUR.from) + (fromSeconds + index * everySeconds) * 1000
    return { account_id: "kim", at: new Date(time).toISOString(), ...more }
  })
}

/** Events until 13:10:00 and from 13:15:00: 600 in all, and exactly 5 minutes of silence. */
const AROUND = [...every(5, 121, 0), ...every(5.5, 479, 900)]
const FOUND = { from: micros(at("13:10:00")), to: micros(at("13:15:00")) }
const SILENCE = { from: at("13:14:59.999999"), to: at("13:40:00"), reason: "maintenance" }

function log(rows: Row[]) {
  return { window: HOUR, log: rows }
}

export const gapCases: Case[] = [
  {
    name: "found gap: exactly 5 minutes with exactly 50 expected is suspected, and presumes nothing yet",
    incident: street({ ...log(AROUND) }),
    expect: {
      gaps: [{ ...FOUND, kind: "suspected", source: "app" }],
      questions: { suspected_gap: 1, gap_without_sessions: 0 },
      people: { kim: null },
    },
  },
  {
    name: "found gap: 1 µs less than 5 minutes is none",
    incident: street({ ...log([...AROUND.slice(0, 599), { account_id: "kim", at: at("13:10:00.000001") }]) }),
    expect: { gaps: [], questions: { suspected_gap: 0 } },
  },
  {
    name: "found gap: 599 events make less than 50 expected",
    incident: street({ ...log(AROUND.slice(0, 599)) }),
    expect: { gaps: [] },
  },
  {
    name: "found gap: confirmed, it is a gap, and without sessions that is asked about",
    incident: street({ ...log(AROUND), confirmGaps: true }),
    expect: {
      gaps: [{ ...FOUND, kind: "confirmed", source: "app" }],
      questions: { suspected_gap: 0, gap_without_sessions: 1 },
      people: { kim: { owner_grade_upper: "video" }, nia: { owner_grade_upper: "video" }, ole: null },
    },
  },
  {
    name: "found gap: malformed rows do not fill it, rows of any disposition do",
    incident: street({
      ...log([...AROUND, { at: at("13:12:00"), action: "clicked" }, { raw: "{" }]),
      sources: [
        {
          name: "app",
          records: numbered([...AROUND, { at: at("13:12:00"), action: "clicked" }, { raw: "{" }]),
        },
        { name: "cdn", records: numbered([...AROUND, { at: at("13:12:00"), outcome: "denied" }], 1000) },
      ],
    }),
    expect: { gaps: [{ ...FOUND, kind: "suspected", source: "app" }], questions: { malformed: 2 } },
  },
  {
    name: "found gap: from the window's begin, and to its end",
    incident: street({
      ...log([]),
      sources: [
        { name: "late", records: numbered(every(5.5, 600, 300)) },
        { name: "early", records: numbered(every(5.5, 600, 0, { outcome: "denied" }), 1000) },
      ],
    }),
    expect: {
      gaps: [
        { from: micros(at("13:00:00")), to: micros(at("13:05:00")), kind: "suspected", source: "late" },
        { from: micros(at("13:54:54.5")), to: micros(at("14:00:00")), kind: "suspected", source: "early" },
      ],
      questions: { suspected_gap: 2 },
    },
  },
  {
    name: "found gap: the mean is over the window; events outside it count for nothing",
    incident: street({
      ...log([...AROUND.slice(0, 599), { account_id: "kim", at: at("14:00:00") }]),
    }),
    expect: { gaps: [] },
  },
  {
    name: "found gap: a declared one that overlaps by 1 µs makes it known",
    incident: street({ ...log(AROUND), gaps: [SILENCE] }),
    expect: { gaps: [{ kind: "declared" }], questions: { suspected_gap: 0, gap_without_sessions: 1 } },
  },
  {
    name: "found gap: a dismissed one is none, also with --confirm-gaps",
    incident: street({ ...log(AROUND), dismissedGaps: [SILENCE], confirmGaps: true }),
    expect: {
      gaps: [{ kind: "dismissed" }],
      questions: { suspected_gap: 0, gap_without_sessions: 0 },
      people: { kim: null },
    },
  },
  {
    name: "found gap: one that only touches a dismissed one is suspected",
    incident: street({ ...log(AROUND), dismissedGaps: [{ ...SILENCE, from: at("13:15:00") }] }),
    expect: {
      gaps: [{ kind: "dismissed" }, { ...FOUND, kind: "suspected" }],
      questions: { suspected_gap: 1 },
    },
  },
  {
    name: "found gap: a row that names nobody fills it",
    incident: street({ ...log([...AROUND, { account_id: null, at: at("13:12:00") }]) }),
    expect: { gaps: [], summary: { rows: { unattributed: 1 } } },
  },
  {
    name: "found gap: 1 µs less than 5 minutes is none, though more than 50 are expected",
    incident: street({ ...log([...AROUND, { account_id: "kim", at: at("13:10:00.000001") }]) }),
    expect: { gaps: [] },
  },
]
