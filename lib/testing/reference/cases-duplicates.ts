import { at, type Case, numbered, street } from "./street.ts"

export const duplicateCases: Case[] = [
  {
    name: "duplicate: of equal ones the most severe action is kept, though later",
    incident: street({
      log: [
        { event_id: "e1", action: "shown", at: at("13:00:00") },
        { event_id: "e1", action: "viewed", at: at("15:00:00") },
        { event_id: "e1", action: "tapped", at: at("14:00:00") },
      ],
    }),
    expect: {
      dispositions: ["duplicate", "misbound", "duplicate"],
      exposures: [{ grade: "video", events: 1 }],
    },
  },
  {
    name: "duplicate: then the earliest, then the smallest viewer",
    incident: street({
      log: [
        { event_id: "e1", at: at("14:00:00.000001"), account_id: "a" },
        { event_id: "e1", at: at("14:00:00"), account_id: "sam" },
        { event_id: "e1", at: at("14:00:00"), account_id: "pat" },
      ],
    }),
    expect: { dispositions: ["duplicate", "duplicate", "misbound"], evidence: [{ viewer_id: "pat" }] },
  },
  {
    name: "duplicate: an absent viewer is the smallest, and upper case before lower case",
    incident: street({
      viewerless: "exposure",
      log: [
        { event_id: "e1", account_id: "a" },
        { event_id: "e1", account_id: null },
        { event_id: "e2", account_id: "a" },
        { event_id: "e2", account_id: "Z" },
      ],
    }),
    expect: { dispositions: ["duplicate", "misbound", "duplicate", "misbound"] },
  },
  {
    name: "duplicate: then the smallest true device, then media, absent first",
    incident: street({
      log: [
        { event_id: "e1", device_id: "d2" },
        { event_id: "e1", device_id: "d1", media_id: "m2" },
        { event_id: "e1", device_id: "d1", media_id: "m1" },
        { event_id: "e2", media_id: "m1" },
        { event_id: "e2" },
      ],
    }),
    expect: { dispositions: ["duplicate", "duplicate", "misbound", "duplicate", "misbound"] },
  },
  {
    name: "duplicate: identity is global, across sources",
    incident: street({
      sources: [
        { name: "app", records: numbered([{ action: "shown" }]) },
        { name: "cdn", records: numbered([{ action: "viewed" }]) },
      ],
    }),
    expect: { dispositions: ["duplicate", "misbound"], evidence: [{ event_id: "e1", sources: ["cdn"] }] },
  },
  {
    name: "duplicate: a repeated legitimate row is counted twice as legitimate",
    incident: street({
      log: [
        { event_id: "e1", account_id: "kim" },
        { event_id: "e1", account_id: "kim" },
      ],
    }),
    expect: { dispositions: ["legitimate", "legitimate"] },
  },
  {
    name: "duplicate: only misbound ones make duplicates; legitimate, denied and outside ones do not",
    incident: street({
      log: [
        { event_id: "e1", account_id: "kim" },
        { event_id: "e1", outcome: "denied" },
        { event_id: "e1", at: at("12:00:00") },
        { event_id: "e1", device_id: "unknown" },
        { event_id: "e1", action: "shown" },
      ],
    }),
    expect: { dispositions: ["legitimate", "denied", "out_of_window", "unresolved", "misbound"] },
  },
  {
    name: "duplicate: a repeated row without event_id does not raise the number of events",
    incident: street({ log: [{ event_id: null }, { event_id: "" }, {}] }),
    expect: { dispositions: ["misbound", "duplicate", "misbound"], exposures: [{ events: 2 }] },
  },
  {
    name: "duplicate: an event_id that equals another row's MD5 is the same identity",
    incident: street({
      log: [{ event_id: null, action: "shown" }, { event_id: "295cac0d1edcfd59f491e0a109400b76" }],
    }),
    expect: { dispositions: ["duplicate", "misbound"] },
  },
  {
    name: "duplicate: what is kept of equal ones is what the exposures show",
    incident: street({
      viewerless: "exposure",
      log: [
        { event_id: "e1", account_id: "a" },
        { event_id: "e1", account_id: null },
        { event_id: "e2", account_id: "a" },
        { event_id: "e2", account_id: "Z" },
        { event_id: "e3", device_id: "d2" },
        { event_id: "e3", device_id: "d1" },
        { event_id: "e4", account_id: "tom", media_id: "m2" },
        { event_id: "e4", account_id: "tom", media_id: "m1" },
        { event_id: "e5", account_id: "ute", media_id: "m1" },
        { event_id: "e5", account_id: "ute" },
      ],
    }),
    expect: {
      summary: { rows: { misbound: 5, duplicate: 5 } },
      exposures: [
        { owner_id: "kim", viewer_id: null, media_id: null },
        { owner_id: "kim", viewer_id: "Z", media_id: null },
        { owner_id: "kim", viewer_id: "sam", media_id: null },
        { owner_id: "kim", viewer_id: "tom", media_id: "m1" },
        { owner_id: "kim", viewer_id: "ute", media_id: null },
      ],
    },
  },
]
