import { describe, expect, test } from "vitest"
import type { ReferenceIncident, Row } from "../../testing/reference/model.ts"
import { at, numbered, street } from "../../testing/reference/street.ts"
import { readerFor, resultOf } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { coverageBySource } from "./coverage-by-source.ts"
import { flow } from "./flow.ts"
import { misboundPerMinute } from "./misbound-per-minute.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder)
const curveOf = async (incident: ReferenceIncident) =>
  misboundPerMinute(ctx, await resultOf(folder, incident))

describe("misbound events per minute", () => {
  const log: Row[] = [
    { at: at("13:00:00"), action: "shown" },
    { at: at("13:00:59.999999"), action: "shown", device_id: "d2" },
    { at: at("13:01:00"), action: "tapped" },
    { at: at("20:59:59.999999"), action: "viewed" },
    { at: at("21:00:00"), action: "viewed" },
    { at: at("14:00:00"), account_id: "kim" },
  ]

  test("stand in the minute in which they happened, by action; nothing else stands there", async () => {
    const { points, minutesPerPoint, window, baseline } = await curveOf(street({ log }))
    expect([points.length, minutesPerPoint]).toEqual([480, 1])
    expect(window).toEqual({ from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" })
    expect(baseline).toBeNull()
    expect(points.filter(({ shown, tapped, viewed }) => shown + tapped + viewed > 0)).toEqual([
      { at: "2024-02-16T13:00:00Z", minutes: 1, shown: 2, tapped: 0, viewed: 0 },
      { at: "2024-02-16T13:01:00Z", minutes: 1, shown: 0, tapped: 1, viewed: 0 },
      { at: "2024-02-16T20:59:00Z", minutes: 1, shown: 0, tapped: 0, viewed: 1 },
    ])
  })

  test.each<[string, { from: string; to: string }, number, number]>([
    ["ten hours", { from: at("10:00:00"), to: at("20:00:00") }, 1, 600],
    ["ten hours and a second", { from: at("10:00:00"), to: at("20:00:01") }, 2, 301],
    ["half a minute", { from: at("13:00:00"), to: at("13:00:30") }, 1, 1],
    ["a leap year", { from: "2023-06-01T00:00:00Z", to: "2024-06-01T00:00:00Z" }, 879, 600],
  ])("of %s make at most 600 points, and none is lost", async (_, window, minutes, length) => {
    const { points, minutesPerPoint } = await curveOf(street({ log: [{ at: at("13:00:00") }], window }))
    expect([minutesPerPoint, points.length]).toEqual([minutes, length])
    expect(points.reduce((sum, { viewed }) => sum + viewed, 0)).toBe(1)
  })

  test("stand beside the mean of the baseline", async () => {
    const ordinary = Array.from({ length: 3 }, (_, index) => ({ at: `2024-02-09T14:0${index}:00Z` }))
    const baseline = { from: "2024-02-09T14:00:00Z", to: "2024-02-09T14:30:00Z" }
    const curve = await curveOf(street({ log: [...log, ...ordinary], baseline }))
    expect(curve.baseline).toMatchObject({ ...baseline, events: 3, meanPerMinute: 0.1 })
    expect(curve.baseline?.byRelation.stranger).toBe(3)
  })
})

describe("the coverage of each source", () => {
  const minutely = (count: number, more: Row = {}): Row[] =>
    Array.from({ length: count }, (_, index) => ({
      account_id: "kim",
      at: at(`${13 + Math.floor(index / 60)}:${String(index % 60).padStart(2, "0")}:00`),
      ...more,
    }))

  test("counts every row where it lies in time, and those that lie nowhere", async () => {
    const incident = street({
      sources: [
        {
          name: "app",
          records: [
            ...numbered(minutely(240)),
            { raw: "not JSON" },
            ...numbered([{ at: at("03:00:00") }], 900),
          ],
        },
        { name: "cdn", records: numbered([{ at: at("20:00:00") }], 1_000) },
      ],
      gaps: [{ from: at("14:00:00"), to: at("14:10:00"), reason: "lost" }],
    })
    const { sources, secondsPerPoint, from, to } = await coverageBySource(
      ctx,
      await resultOf(folder, incident),
    )
    expect(secondsPerPoint).toBeCloseTo(67.108864)
    expect([from.slice(0, 15), to]).toEqual(["2024-02-16T11:5", "2024-02-16T22:00:00Z"])
    const [app, cdn] = sources
    expect(sources.map(({ source }) => source)).toEqual(["app", "cdn"])
    expect(app).toMatchObject({ rows: 242, malformed: 1, elsewhere: 2 })
    expect(cdn).toMatchObject({ rows: 1, malformed: 0, elsewhere: 0 })
    const inWindow =
      app?.points.filter((point) => point.at >= "2024-02-16T12:59" && point.at < "2024-02-16T16:59:00Z") ?? []
    expect(inWindow.every(({ rows }) => rows === 1 || rows === 2)).toBe(true)
    expect(inWindow.reduce((sum, { rows }) => sum + rows, 0)).toBe(240)
    for (const { points, gaps } of sources) {
      expect(points.length).toBeLessThanOrEqual(600)
      expect(gaps[0]).toMatchObject({ kind: "declared", reason: "lost" })
    }
  })

  test("of a source that wrote nothing is a row of zeros", async () => {
    const incident = street({
      sources: [
        { name: "app", records: numbered(minutely(10)) },
        { name: "idle", records: [] },
      ],
    })
    const { sources } = await coverageBySource(ctx, await resultOf(folder, incident))
    expect(sources[1]).toMatchObject({ source: "idle", rows: 0, elsewhere: 0, firstAt: null })
    expect(sources[1]?.points.every(({ rows }) => rows === 0)).toBe(true)
  })

  test("tells apart the gaps of one source from those of others", async () => {
    const busy = (from: number) =>
      numbered(
        minutely(480).map((row, index) => ({ ...row, account_id: "kim", session_id: `s${index}` })),
        from,
      )
    const half = busy(1_000).filter((_, index) => index < 240 || index > 300)
    const incident = street({
      sources: [
        { name: "app", records: busy(1) },
        { name: "cdn", records: half },
      ],
    })
    const { sources } = await coverageBySource(ctx, await resultOf(folder, incident))
    expect(sources.map(({ source, gaps }) => [source, gaps.map(({ kind }) => kind)])).toEqual([
      ["app", []],
      ["cdn", ["suspected"]],
    ])
  })
})

test("the flow's dispositions make the rows that were read, in the order of the rules", async () => {
  const log = [
    {},
    { account_id: "kim" },
    { account_id: null },
    { device_id: "d9" },
    { outcome: "denied" },
    { raw: "x" },
  ]
  const { summary } = await resultOf(folder, street({ log }))
  const { rows, events, exposures, owners, viewers } = flow(summary)
  expect(rows.byDisposition.reduce((sum, one) => sum + one.rows, 0)).toBe(rows.read)
  expect(rows.read).toBe(6)
  expect(rows.byDisposition.filter((one) => one.rows > 0).map(({ disposition }) => disposition)).toEqual([
    "malformed",
    "denied",
    "unattributed",
    "unresolved",
    "legitimate",
    "misbound",
  ])
  expect([events.misbound, exposures.inScope, exposures.outOfScope, owners.video, viewers.total]).toEqual([
    1, 1, 0, 1, 1,
  ])
})
