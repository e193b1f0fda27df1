import { createHash } from "node:crypto"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { literal } from "../../core/sql.ts"
import { hostileIds } from "../../testing/crowd.ts"
import type { ReferenceIncident, Row } from "../../testing/reference/model.ts"
import { at, street } from "../../testing/reference/street.ts"
import { testConnection } from "../../testing/reference/write-parquet.ts"
import { pseudonym, readerFor, resultOf } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { type ExplainedExposure, explainPerson } from "./explain-person.ts"
import type { Result } from "./result.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder, { isRevealed: true })
const unrevealed = readerFor(folder)
const support = readerFor(folder, { role: "support" })

const names = ["kim", "sam", "uma", "nia", "lee", "ole", "finn", "sue", "v3"]

/** The same with names in place of the pseudonyms of these tests, so that sentences can be read. */
function named<T>(told: T): T {
  const text = names.reduce((rest, name) => rest.replaceAll(pseudonym(name), name), JSON.stringify(told))
  return JSON.parse(text)
}

const explain = async (of: Result, account: string, options = {}, reading = ctx) =>
  named(await explainPerson(reading, of, pseudonym(account), options))
const explained = async (incident: ReferenceIncident, account: string) =>
  explain(await resultOf(folder, incident), account)

/** The only exposure of an account on a side. */
async function only(
  incident: ReferenceIncident,
  side: "owner" | "viewer",
  account: string,
): Promise<ExplainedExposure> {
  const { exposures } = (await explained(incident, account)).sides[side]
  expect(exposures.length).toBe(1)
  return exposures[0] as ExplainedExposure
}

const former: Row = {
  device_id: "d1",
  account_id: "finn",
  role: "member",
  valid_from: "2023-02-01T00:00:00Z",
  valid_to: at("10:00:00"),
}
const footage = { media: [{ media_id: "m2", device_id: "d2", recorded_at: "2024-01-15T08:00:00Z" }] }

describe("why this person", () => {
  test.each<[string, ReferenceIncident, string, RegExp]>([
    [
      "a stranger",
      street({ log: [{}] }),
      "sam",
      /^Stranger: sam does not own the footage, did not own device d1/,
    ],
    [
      "a former member",
      street({ log: [{ account_id: "finn" }], entitlements: [former] }),
      "finn",
      /^Former owner or member: finn had a right to device d1 that had ended at 2024-02-16T14:00:00Z/,
    ],
    [
      "a later owner",
      street({ log: [{ account_id: "nia", media_id: "m2", device_id: "d2" }], tables: footage }),
      "nia",
      /^Later owner: nia owned device d2 at 2024-02-16T14:00:00Z, but not when the footage was recorded/,
    ],
    [
      "staff, in scope",
      street({
        log: [{ account_id: "sue" }],
        tables: { actors: [{ account_id: "sue", kind: "staff" }] },
        relations: ["staff"],
      }),
      "sue",
      /^Staff: the table of actors lists sue as staff/,
    ],
  ])("is told of %s", async (_, incident, viewer, sentence) => {
    const { why } = await only(incident, "viewer", viewer)
    expect(why.relation).toMatch(sentence)
    expect(why.scope).toBeNull()
  })

  test("is told of an owner whose footage somebody without a name received", async () => {
    const { why, viewer } = await only(
      street({ log: [{ account_id: null }], viewerless: "exposure" }),
      "owner",
      "kim",
    )
    expect(viewer).toBeNull()
    expect(why.relation).toBe("Anonymous: no viewer is known.")
    expect(why.viewer).toMatch(/^Neither a session nor the log names who received it/)
  })

  test("says that what is out of scope counts for nobody", async () => {
    const incident = street({
      log: [{ account_id: "sue" }],
      tables: { actors: [{ account_id: "sue", kind: "staff" }] },
    })
    const { person, sides } = await explained(incident, "sue")
    expect(person).toBeNull()
    expect(sides.viewer.exposures[0]?.why.scope).toMatch(/^Staff is not among the relations in scope/)
  })

  test.each<[string, string[], string]>([
    [
      "shown",
      ["shown", "shown"],
      "Shown: the worst of its 2 events, e1 at 2024-02-16T14:00:00Z, has the action shown.",
    ],
    [
      "tapped",
      ["shown", "tapped"],
      "Tapped: the worst of its 2 events, e2 at 2024-02-16T14:00:00Z, has the action tapped.",
    ],
    ["video", ["viewed"], "Video: its event, e1 at 2024-02-16T14:00:00Z, has the action viewed."],
  ])("is told of the grade %s by the event that makes it", async (grade, actions, sentence) => {
    const exposure = await only(street({ log: actions.map((action) => ({ action })) }), "viewer", "sam")
    expect([exposure.grade, exposure.why.grade]).toEqual([grade, sentence])
  })

  test("is told of the grade when its event is not among the 20 that are listed", async () => {
    const log: Row[] = Array.from({ length: 21 }, (_, index) => ({
      action: "shown",
      at: at(`14:00:${index + 10}`),
    }))
    const exposure = await only(street({ log: [...log, { at: at("15:00:00") }] }), "viewer", "sam")
    expect(exposure.events).toBe(22)
    expect(exposure.listedEvents.map(({ eventId }) => eventId)).toEqual(
      Array.from({ length: 20 }, (_, index) => `e${index + 1}`),
    )
    expect(exposure.why.grade).toBe("Video: the worst of its 22 events has the action viewed.")
  })

  test("says where the catalogue and the session were believed rather than the log", async () => {
    const incident = street({
      log: [{ account_id: "kim", device_id: "d1", media_id: "m2", session_id: "s1" }],
      tables: { ...footage, sessions: [{ account_id: "uma", session_id: "s1", started_at: at("09:00:00") }] },
    })
    const { why, owner } = await only(incident, "viewer", "uma")
    expect(owner).toBe("ole")
    expect(why.viewer).toBe(
      "The event's session belongs to uma; the log names kim, and the session is believed.",
    )
    expect(why.footage).toMatch(
      /^Item m2 of device d2, as the media catalogue says \(the log names d1;.*recorded at 2024-01-15T08:00:00Z; ole owned/,
    )
  })
})

describe("a person's page", () => {
  let result: Result
  const log: Row[] = [
    { account_id: "sam", action: "shown" },
    { account_id: "uma", action: "viewed", user_agent: hostileIds.join(" "), ip: "=1+1" },
    { account_id: "kim", device_id: "d2", action: "tapped" },
    ...Array.from({ length: 7 }, (_, index) => ({ account_id: `v${index}`, action: "tapped" })),
  ]
  beforeAll(async () => {
    const devices = [{ device_id: "d1", label: "<b>Door</b>" }]
    result = await resultOf(folder, street({ log, tables: { devices } }))
  })

  test("shows both sides, the account and the result's word", async () => {
    const kim = await explain(result, "kim")
    expect(kim).toMatchObject({
      pseudonym: "kim",
      identity: { accountId: "kim", account: { email: "kim@example.org" } },
      person: { group: "owner_video", viewerGrade: "tapped" },
      upper: [],
    })
    expect(kim.sides.viewer).toMatchObject({ total: 1, nextCursor: null })
    expect(kim.sides.owner.exposures[0]).toMatchObject({
      viewer: "uma",
      shownViewer: { accountId: "uma" },
      grade: "video",
      deviceLabel: "<b>Door</b>",
    })
  })

  test("pages through a side, worst first, and loses none", async () => {
    const seen: ExplainedExposure[] = []
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { sides }: Awaited<ReturnType<typeof explainPerson>> = await explainPerson(
        ctx,
        result,
        pseudonym("kim"),
        {
          limit: 2,
          ownerCursor: cursor,
        },
      )
      seen.push(...sides.owner.exposures)
      expect(sides.owner.total).toBe(9)
      cursor = sides.owner.nextCursor
    }
    expect(seen.map(({ grade }) => grade)).toEqual(["video", ...Array(7).fill("tapped"), "shown"])
    expect(new Set(seen.map(({ viewer }) => viewer)).size).toBe(9)
  })

  test("leads to the line of the log, which still has its digest", async () => {
    const { sides } = await explain(result, "uma")
    const [event] = sides.viewer.exposures[0]?.listedEvents ?? []
    expect(event).toMatchObject({
      eventId: "e2",
      at: "2024-02-16T14:00:00Z",
      action: "viewed",
      source: "app",
      path: "access-app-0.ndjson",
      line: 2,
      ip: "=1+1",
      userAgent: hostileIds.join(" "),
      isIntact: true,
    })
    expect(JSON.parse(event?.raw ?? "")).toMatchObject({ event_id: "e2", account_id: "uma" })
    expect(
      createHash("sha256")
        .update(event?.raw ?? "")
        .digest("hex"),
    ).toBe(event?.rawSha256)
  })

  test("says of a line that is no longer what was read that it is not", async () => {
    const incident = street({ log })
    const forged = await resultOf(folder, incident)
    const path = literal(join(forged.folder, "evidence.parquet"))
    const connection = await testConnection()
    await connection.run(
      `CREATE TABLE forged AS SELECT * REPLACE (replace(raw, 'sam', 'kim') AS raw) FROM read_parquet(${path})`,
    )
    await connection.run(
      `COPY (FROM forged ORDER BY "at", event_id) TO ${path} (FORMAT parquet); DROP TABLE forged`,
    )
    const { sides } = await explain(forged, "kim")
    const intact = Object.fromEntries(
      sides.owner.exposures.map(({ viewer, listedEvents }) => [viewer, listedEvents[0]?.isIntact]),
    )
    expect(intact).toMatchObject({ sam: false, uma: true, v3: true })
  })

  test("of an account that is not shown as affected has nothing on either side", async () => {
    const lee = await explain(result, "lee")
    expect(lee).toMatchObject({ pseudonym: "lee", identity: null, person: null, upper: [] })
    expect([lee.sides.owner, lee.sides.viewer]).toEqual(
      Array(2).fill({ exposures: [], times: null, total: 0, nextCursor: null }),
    )
  })

  test.each(hostileIds)("of %s is empty, and nothing else happens", async (id) => {
    expect(await explainPerson(ctx, result, id)).toMatchObject({ identity: null, person: null })
  })

  test("keeps the line of the log, and what the owner calls the device, from whom nobody is revealed to", async () => {
    const kim = await explain(result, "kim", {}, unrevealed)
    expect(kim.identity).toBeNull()
    const [worst] = kim.sides.owner.exposures
    expect(worst).toMatchObject({ viewer: "uma", deviceLabel: null, shownOwner: null, shownViewer: null })
    expect(worst?.listedEvents[0]).toMatchObject({
      path: "access-app-0.ndjson",
      line: 2,
      rawSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      isIntact: true,
      raw: null,
      sessionId: null,
      ip: null,
      userAgent: null,
      requestId: null,
    })
  })

  test("has nothing of the other side for support: grades, counts and times to the minute", async () => {
    const kim = await explain(result, "kim", {}, support)
    expect(kim.person).toMatchObject({ viewers: 9, owners: 1, firstAt: "2024-02-16T14:00:00Z" })
    expect(kim.sides.owner).toEqual({
      exposures: [],
      times: [
        { minute: "2024-02-16T14:00:00Z", grade: "video", inScope: true, exposures: 1 },
        { minute: "2024-02-16T14:00:00Z", grade: "tapped", inScope: true, exposures: 7 },
        { minute: "2024-02-16T14:00:00Z", grade: "shown", inScope: true, exposures: 1 },
      ],
      total: 9,
      nextCursor: null,
    })
  })

  test("refuses a cursor of another list", async () => {
    const asked = explain(result, "kim", { ownerCursor: '["group","desc","1","kim"]' })
    await expect(asked).rejects.toMatchObject({ code: "invalid" })
  })
})

describe("what must be presumed of a person", () => {
  const span = { from: at("15:00:00"), to: at("16:00:00") }
  const presumption = {
    ...span,
    devices: ["d1"],
    viewers: ["sam"],
    grade: "tapped" as const,
    reason: "web cache",
  }
  const session = { account_id: "uma", session_id: "s", started_at: at("15:30:00") }

  test("is told with the presumption that names it", async () => {
    const { upper } = await explained(street({ presumptions: [presumption] }), "sam")
    expect(upper).toEqual([
      {
        side: "viewer",
        grade: "tapped",
        reasons: [
          {
            text: "The presumption from 2024-02-16T15:00:00Z to 2024-02-16T16:00:00Z (web cache) names the account among its viewers.",
            isCertain: true,
          },
        ],
      },
    ])
  })

  test("is told of the owner of a device of the presumption", async () => {
    const { upper } = await explained(street({ presumptions: [presumption] }), "kim")
    expect(upper).toMatchObject([{ side: "owner", grade: "tapped", reasons: [{ isCertain: true }] }])
    expect(upper[0]?.reasons[0]?.text).toMatch(/owned a device that it names \(d1\) in that time/)
  })

  test("is told with a gap and a session in it", async () => {
    const gaps = [{ ...span, reason: "shard 7 lost" }]
    const { upper } = await explained(street({ log: [{}], gaps, tables: { sessions: [session] } }), "uma")
    expect(upper).toMatchObject([{ side: "viewer", grade: "video", reasons: [{ isCertain: true }] }])
    expect(upper[0]?.reasons[0]?.text).toBe(
      "The gap in the log from 2024-02-16T15:00:00Z to 2024-02-16T16:00:00Z (shard 7 lost): the account had a session in that time.",
    )
  })

  test("is told with a gap that was found and confirmed, by its source", async () => {
    const busy: Row[] = Array.from({ length: 600 }, (_, index) => ({
      account_id: "kim",
      at: at(
        `${index < 300 ? 13 : 20}:${String(Math.floor((index % 300) / 5)).padStart(2, "0")}:${String(index % 5)}0`,
      ),
    }))
    const incident = street({ log: busy, tables: { sessions: [session] }, confirmGaps: true })
    const { upper } = await explained(incident, "uma")
    expect(upper[0]?.reasons[0]?.text).toMatch(/^The gap in the log of app from 2024-02-16T13:59:40Z to/)
  })

  test("is told with events whose footage nobody owns", async () => {
    const { person, upper } = await explained(street({ log: [{ device_id: "d9", action: "tapped" }] }), "sam")
    expect(person?.group).toBe("undetermined")
    expect(upper).toMatchObject([{ side: "viewer", grade: "tapped", reasons: [{ isCertain: true }] }])
    expect(upper[0]?.reasons[0]?.text).toMatch(
      /footage whose owner nobody knows \(the only unresolved event\)/,
    )
  })

  test("names every reason that it may have where several would do", async () => {
    const other = { ...presumption, viewers: "sessions" as const, reason: "other" }
    const incident = street({
      presumptions: [presumption, other],
      tables: { sessions: [{ ...session, account_id: "sam" }] },
    })
    const { upper } = await explained(incident, "sam")
    expect(upper[0]?.reasons.map(({ isCertain }) => isCertain)).toEqual([true, false])
  })

  test("names no reason that would give a milder grade", async () => {
    const milder = { ...presumption, grade: "shown" as const, reason: "milder" }
    const { upper } = await explained(street({ presumptions: [milder, presumption] }), "sam")
    expect(upper[0]?.reasons.map(({ text }) => text)).toEqual([expect.stringMatching(/web cache/)])
  })

  test("is no question where the log shows as much", async () => {
    const { person, upper } = await explained(street({ log: [{}], presumptions: [presumption] }), "sam")
    expect(person).toMatchObject({ viewerGrade: "video", viewerGradeUpper: "video" })
    expect(upper).toEqual([])
  })
})
