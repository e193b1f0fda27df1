import { lookUpCases } from "./cases-look-ups.ts"
import { at, type Case, street } from "./street.ts"

const OLD_FOOTAGE = { media_id: "m1", device_id: "d2", recorded_at: "2024-01-01T00:00:00Z" }
const entitled = (account: string, device: string, role: string, from: string, to: string | null = null) => ({
  device_id: device,
  account_id: account,
  role,
  valid_from: from,
  valid_to: to,
})
/** Pat is a member of d1 from 14:00 to 15:00 of the day. */
const PAT = entitled("pat", "d1", "member", at("14:00:00"), at("15:00:00"))
const byPat = (times: string[]) => times.map((time) => ({ account_id: "pat", at: at(time) }))

export const legitimateCases: Case[] = [
  {
    name: "legitimate (a): a footage owner may see it although the device is no longer theirs",
    incident: street({ tables: { media: [OLD_FOOTAGE] }, log: [{ account_id: "ole", media_id: "m1" }] }),
    expect: { dispositions: ["legitimate"] },
  },
  {
    name: "legitimate (b): a member, also one invited after the recording",
    incident: street({
      tables: { media: [{ ...OLD_FOOTAGE, device_id: "d1" }] },
      entitlements: [PAT],
      log: [
        { account_id: "lee", media_id: "m1" },
        { account_id: "pat", media_id: "m1", at: at("14:30:00") },
      ],
    }),
    expect: { dispositions: ["legitimate", "legitimate"] },
  },
  {
    name: "legitimate (b): at valid_from yes, at valid_to no, 1 µs on either side",
    incident: street({
      entitlements: [PAT],
      log: byPat(["13:59:59.999999", "14:00:00", "14:59:59.999999", "15:00:00"]),
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "misbound"],
      relations: { e1: "stranger", e4: "former_member" },
    },
  },
  {
    name: "tolerance: widens the member's interval on both sides, half-open, to the microsecond",
    incident: street({
      tolerance: "2s",
      entitlements: [PAT],
      log: byPat(["13:59:57.999999", "13:59:58", "15:00:01.999999", "15:00:02"]),
    }),
    expect: {
      dispositions: ["misbound", "legitimate", "legitimate", "misbound"],
      relations: { e1: "stranger", e4: "former_member" },
    },
  },
  {
    name: "tolerance: milliseconds",
    incident: street({
      tolerance: "1ms",
      entitlements: [PAT],
      log: byPat(["13:59:59.998999", "13:59:59.999", "15:00:00.000999", "15:00:00.001"]),
    }),
    expect: { dispositions: ["misbound", "legitimate", "legitimate", "misbound"] },
  },
  {
    name: "tolerance: equal ends cover nothing nevertheless, and still they end",
    incident: street({
      tolerance: "2s",
      entitlements: [{ ...PAT, valid_to: at("14:00:00") }],
      log: byPat(["13:59:59.999999", "14:00:00", "14:00:01"]),
    }),
    expect: { relations: { e1: "stranger", e2: "former_member", e3: "former_member" } },
  },
  {
    name: "legitimate (b): not if no footage owner holds the device any more",
    incident: street({
      tables: { media: [OLD_FOOTAGE] },
      entitlements: [entitled("pat", "d2", "member", "2023-01-01T00:00:00Z")],
      log: [
        { account_id: "pat", media_id: "m1" },
        { account_id: "pat", device_id: "d2" },
      ],
    }),
    expect: { dispositions: ["misbound", "legitimate"], relations: { e1: "stranger" } },
  },
  {
    name: "legitimate (b): the tolerance widens the footage owner's interval too",
    incident: street({
      tolerance: "2s",
      tables: { media: [{ media_id: "m1", device_id: "d3", recorded_at: at("13:30:00") }] },
      entitlements: [
        entitled("kim", "d3", "owner", at("13:00:00"), at("14:00:00")),
        entitled("pat", "d3", "member", at("13:00:00")),
      ],
      log: ["14:00:01.999999", "14:00:02"].map((time) => ({
        account_id: "pat",
        media_id: "m1",
        at: at(time),
      })),
    }),
    expect: { dispositions: ["legitimate", "misbound"] },
  },
  {
    name: "legitimate (b): any owner entitlement of a footage owner on that device covers",
    incident: street({
      tables: { media: [{ media_id: "m1", device_id: "d3", recorded_at: "2022-06-01T00:00:00Z" }] },
      entitlements: [
        entitled("kim", "d3", "owner", "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
        entitled("kim", "d3", "owner", "2024-01-01T00:00:00Z"),
        entitled("pat", "d3", "member", "2024-01-01T00:00:00Z"),
      ],
      log: [{ account_id: "pat", media_id: "m1" }],
    }),
    expect: { dispositions: ["legitimate"] },
  },
  {
    name: "legitimate (b): as a member only, a former footage owner does not keep it open",
    incident: street({
      tables: { media: [OLD_FOOTAGE] },
      entitlements: [
        entitled("ole", "d2", "member", "2024-02-01T00:00:00Z"),
        entitled("pat", "d2", "member", "2023-01-01T00:00:00Z"),
      ],
      log: [{ account_id: "pat", media_id: "m1" }],
    }),
    expect: { dispositions: ["misbound"] },
  },
  {
    name: "legitimate (b): a second owner who came while the first still is one",
    incident: street({
      tables: { media: [{ ...OLD_FOOTAGE, device_id: "d1" }] },
      entitlements: [entitled("nia", "d1", "owner", "2024-02-01T00:00:00Z")],
      log: [{ account_id: "nia", media_id: "m1" }],
    }),
    expect: { dispositions: ["legitimate"] },
  },
  {
    name: "later_owner: the new owner of a second-hand camera sees the previous owner's footage",
    incident: street({ tables: { media: [OLD_FOOTAGE] }, log: [{ account_id: "nia", media_id: "m1" }] }),
    expect: {
      relations: { e1: "later_owner" },
      exposures: [{ owner_id: "ole", viewer_id: "nia", relation: "later_owner", in_scope: true }],
    },
  },
  {
    name: "later_owner: owner at `at` to the microsecond, tolerance or not",
    incident: street({
      tolerance: "2s",
      tables: { media: [OLD_FOOTAGE] },
      entitlements: [entitled("pat", "d2", "owner", at("14:00:00"), at("15:00:00"))],
      log: ["13:59:59.999999", "14:00:00", "14:59:59.999999", "15:00:00"].map((time) => ({
        account_id: "pat",
        media_id: "m1",
        at: at(time),
      })),
    }),
    expect: { relations: { e1: "stranger", e2: "later_owner", e3: "later_owner", e4: "former_member" } },
  },
  {
    name: "relations: the first that applies, staff before later_owner before former_member",
    incident: street({
      viewerless: "exposure",
      tables: { media: [OLD_FOOTAGE], actors: [{ account_id: "staffer", kind: "staff" }] },
      entitlements: [
        entitled("staffer", "d2", "owner", "2024-02-02T00:00:00Z"),
        entitled("nia", "d2", "member", "2023-01-01T00:00:00Z", "2023-02-01T00:00:00Z"),
        entitled("lee", "d1", "member", "2023-01-01T00:00:00Z", "2023-02-01T00:00:00Z"),
      ],
      log: [null, "staffer", "nia", "lee"].map((account) => ({ account_id: account, media_id: "m1" })),
    }),
    expect: { relations: { e1: "anonymous", e2: "staff", e3: "later_owner", e4: "stranger" } },
  },
  {
    name: "former_member: an earlier owner who sees the footage of today",
    incident: street({ log: [{ account_id: "ole", device_id: "d2" }] }),
    expect: { relations: { e1: "former_member" }, exposures: [{ owner_id: "nia", viewer_id: "ole" }] },
  },
  {
    name: "legitimate (b): the tolerance widens the begin of the footage owner's interval, but not an empty one",
    incident: street({
      tolerance: "2s",
      tables: { media: [{ media_id: "m1", device_id: "d3", recorded_at: "2022-06-01T00:00:00Z" }] },
      entitlements: [
        entitled("kim", "d3", "owner", "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
        entitled("kim", "d3", "owner", at("14:00:00"), at("15:00:00")),
        entitled("kim", "d3", "owner", at("16:00:00"), at("16:00:00")),
        entitled("pat", "d3", "member", "2024-01-01T00:00:00Z"),
      ],
      log: ["13:59:57.999999", "13:59:58", "15:00:01.999999", "15:00:02", "16:00:00"].map((time) => ({
        account_id: "pat",
        device_id: "d3",
        media_id: "m1",
        at: at(time),
      })),
    }),
    expect: { dispositions: ["misbound", "legitimate", "legitimate", "misbound", "misbound"] },
  },
  ...lookUpCases,
]
