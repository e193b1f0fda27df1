import type { Value } from "./model.ts"
import { at, type Case, street } from "./street.ts"

const GOOD_SPELLINGS = [
  "2024-02-16T14:00:00Z",
  "2024-02-16t14:00:00z",
  "2024-02-16 14:00:00Z",
  "2024-02-16 14:00:00",
  "2024-02-16 14:00:00.0",
  "2024-02-16 14:00:00.000000",
  "2024-02-16T14:00:00.000000999Z",
  "2024-02-16T19:30:00+05:30",
  "2024-02-15T14:01:00-23:59",
  "2024-02-17 13:59:00+23:59",
  "2024-02-16T14:00:00-00:00",
]

const BAD_TIMES: Value[] = [
  "2024-02-16",
  "2024-02-16T14:00:00",
  "2024-02-16 14:00:00.1234567",
  "2024-02-16 14:00:00.",
  "2024-02-16T14:00Z",
  "2024-02-16T24:00:00Z",
  "2024-02-16T14:60:00Z",
  "2024-02-16T14:00:60Z",
  "2024-02-16T14:00:00+24:00",
  "2024-02-16T14:00:00+05:60",
  "2024-02-16T14:00:00+0530",
  "2024-02-16T14:00:00 Z",
  "2024-02-30 14:00:00",
  "2023-02-29T14:00:00Z",
  "1900-02-29T14:00:00Z",
  "2024-04-31T14:00:00Z",
  "2024-13-01T14:00:00Z",
  "2024-00-16T14:00:00Z",
  "2024-02-00T14:00:00Z",
  "2024-2-16 14:00:00",
  " 2024-02-16T14:00:00Z",
  "2024-02-16T14:00:00Z ",
  "epoch",
  "infinity",
  1708092000,
  true,
]

const BAD_LINES = ["not json", '{"at": "2024-02-16', "[1]", "42", "null", '"text"', '{"a": 1} x', "{'a': 1}"]

/** A good row but for what DuckDB's reader takes for JSON and JSON does not. */
const LAX_LINES = [
  '"ip": "::1",}',
  '"extra": [1,]}',
  '"extra": {"a": 1, }}',
  '"extra": NaN}',
  '"extra": Infinity}',
  '"extra": -inf}',
].map(
  (end) =>
    `{"event_id": "x", "at": "2024-02-16T14:00:00Z", "account_id": "kim", "device_id": "d1", "action": "viewed", ${end}`,
)

export const valueCases: Case[] = [
  {
    name: "timestamp: spellings of one instant are one event (the same row without event_id)",
    incident: street({ log: GOOD_SPELLINGS.map((time) => ({ event_id: null, at: time })) }),
    expect: { summary: { rows: { misbound: 1, duplicate: 10, malformed: 0 } } },
  },
  {
    name: "timestamp: no match, or no real instant, is malformed",
    incident: street({ log: BAD_TIMES.map((time) => ({ at: time })) }),
    expect: { dispositions: BAD_TIMES.map(() => "malformed") },
  },
  {
    name: "timestamp: a month or day of one digit is none, with a zone too",
    incident: street({ log: [{ at: "2024-2-16T14:00:00Z" }, { at: "2024-02-6T14:00:00Z" }] }),
    expect: { dispositions: ["malformed", "malformed"] },
  },
  {
    name: "timestamp: 29 February is real in 2024 and 2000",
    incident: street({ log: [{ at: "2024-02-29T14:00:00Z" }, { at: "2000-02-29T14:00:00Z" }] }),
    expect: { dispositions: ["out_of_window", "out_of_window"] },
  },
  {
    name: "timestamp: digits beyond microseconds are cut, not rounded",
    incident: street({ log: [{ at: at("20:59:59.9999999") }, { at: at("12:59:59.9999999") }] }),
    expect: { dispositions: ["misbound", "out_of_window"], relations: { e1: "stranger" } },
  },
  {
    name: "timestamp: the window's end with an offset, and 1 µs before it",
    incident: street({
      log: [{ at: "2024-02-17T02:30:00+05:30" }, { at: "2024-02-17T02:29:59.999999+05:30" }],
    }),
    expect: { dispositions: ["out_of_window", "misbound"] },
  },
  {
    name: "identifier: an integer is its digits; 07, and other text, is another",
    incident: street({
      entitlements: [{ device_id: 9, account_id: 7, role: "owner", valid_from: "2023-01-01T00:00:00Z" }],
      log: [
        { device_id: "9", account_id: "7" },
        { device_id: 9, account_id: "07" },
        { device_id: "09", account_id: "7" },
      ],
    }),
    expect: { dispositions: ["legitimate", "misbound", "unresolved"] },
  },
  {
    name: "identifier: an integer beyond 64 bits keeps all of its digits",
    incident: street({
      log: [{ event_id: 12345678901234567891234n }, { event_id: 12345678901234567891235n }],
    }),
    expect: { relations: { "12345678901234567891234": "stranger", "12345678901234567891235": "stranger" } },
  },
  {
    name: "identifier: integers beside one beyond 64 bits are their digits too",
    incident: street({
      entitlements: [{ device_id: 9, account_id: -7, role: "owner", valid_from: "2023-01-01T00:00:00Z" }],
      log: [{ event_id: 12345678901234567891234n, device_id: 9, account_id: -7 }],
    }),
    expect: { dispositions: ["legitimate"] },
  },
  {
    name: "identifier: compared byte by byte, with case and blanks",
    incident: street({ log: ["kim", "KIM", "kim ", " kim"].map((account) => ({ account_id: account })) }),
    expect: { dispositions: ["legitimate", "misbound", "misbound", "misbound"] },
  },
  {
    name: "identifier: any other non-text is malformed",
    incident: street({
      log: [true, 1.5, ["kim"], { id: "kim" }, [], {}].map((value: Value) => ({ account_id: value })),
    }),
    expect: { dispositions: ["malformed", "malformed", "malformed", "malformed", "malformed", "malformed"] },
  },
  {
    name: "empty text and null are the same: absent",
    incident: street({
      viewerless: "exposure",
      entitlements: [
        { device_id: "d3", account_id: "kim", role: "owner", valid_from: at("13:00:00"), valid_to: "" },
      ],
      log: [{ account_id: "" }, { account_id: null }, { outcome: "" }, { device_id: "d3", media_id: "" }],
    }),
    expect: { relations: { e1: "anonymous", e2: "anonymous", e3: "stranger", e4: "stranger" } },
  },
  {
    name: "access event: at, action and one of device_id, media_id are required",
    incident: street({
      log: [
        { at: null },
        { at: "" },
        { action: null },
        { device_id: "" },
        { device_id: null, media_id: null },
      ],
    }),
    expect: { dispositions: ["malformed", "malformed", "malformed", "malformed", "malformed"] },
  },
  {
    name: "access event: action and outcome only as listed",
    incident: street({
      log: [
        { action: "Viewed" },
        { action: "clicked" },
        { outcome: "ok" },
        { outcome: "Denied" },
        { action: 1 },
      ],
    }),
    expect: { dispositions: ["malformed", "malformed", "malformed", "malformed", "malformed"] },
  },
  {
    name: "bad syntax is malformed, also where the rest is good",
    incident: street({ log: [...BAD_LINES.map((raw) => ({ raw })), { account_id: "kim" }] }),
    expect: { summary: { rows: { malformed: 8, legitimate: 1 } }, questions: { malformed: 8 } },
  },
  {
    name: "bad syntax: a comma before a bracket, NaN and Infinity are no JSON, and in a text they are text",
    incident: street({
      log: [
        ...LAX_LINES.map((raw) => ({ raw })),
        { account_id: "kim", user_agent: 'a,} b,] "nan" NaN -inf Infinity' },
        { account_id: "kim", extra: "a,}" },
      ],
    }),
    expect: { summary: { rows: { malformed: 6, legitimate: 2 } } },
  },
  {
    name: "unknown columns play no part, nor in the identity",
    incident: street({
      log: [
        { event_id: null, extra: { nested: [1, null] } },
        { event_id: null, extra: "other" },
      ],
    }),
    expect: { dispositions: ["misbound", "duplicate"] },
  },
  {
    name: "identity: MD5 over the fields in their order, outcome as allowed when absent",
    incident: street({
      log: [
        {
          event_id: "",
          at: at("14:00:00.000001"),
          media_id: "m1",
          session_id: "s1",
          ip: "10.0.0.1",
          user_agent: "curl",
          request_id: "r1",
        },
      ],
    }),
    // printf '1708092000000001\x1fsam\x1fd1\x1fm1\x1fviewed\x1fallowed\x1fs1\x1f10.0.0.1\x1fcurl\x1fr1' | md5sum
    expect: { relations: { "040fdb42256e00f222b1418273150459": "stranger" } },
  },
  {
    name: "identity: an absent field counts as nothing",
    incident: street({ log: [{ event_id: null, action: "shown" }] }),
    // printf '1708092000000000\x1fsam\x1fd1\x1f\x1fshown\x1fallowed\x1f\x1f\x1f\x1f' | md5sum
    expect: { relations: { "295cac0d1edcfd59f491e0a109400b76": "stranger" } },
  },
  {
    name: "identity: identical rows are one event, and allowed is the same as no outcome",
    incident: street({
      log: [{ event_id: null }, { event_id: null }, { event_id: null, outcome: "allowed" }],
    }),
    expect: { dispositions: ["misbound", "duplicate", "duplicate"] },
  },
  {
    name: "identity: one microsecond or one ip apart is another event",
    incident: street({
      log: [{ event_id: null }, { event_id: null, at: at("14:00:00.000001") }, { event_id: null, ip: "::1" }],
    }),
    expect: { dispositions: ["misbound", "misbound", "misbound"] },
  },
]
