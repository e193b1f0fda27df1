import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { enginesIn } from "../../testing/containment/in-process-engine.ts"
import {
  type Event,
  formerRead,
  NOW,
  ordinary,
  ownRead,
  PER_MINUTE,
  plantIncident,
  SINCE,
  strangersRead,
  write,
} from "../../testing/containment/planted-log.ts"
import { ndjson } from "../../testing/evidence-folder.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { concludeReading } from "./conclude-reading.ts"
import type { Carried, Reference } from "./found.ts"
import { freezeIncident } from "./freeze-incident.ts"
import { readWatched } from "./read-watched.ts"

const root = temporaryFolder()
const EVERY_S = 60

/** What the incident came to: one read in ten by a stranger. */
const reference: Reference = {
  baseline: null,
  baselineMissing: null,
  incident: { misbound: 120, reads: 1320, undecidedShare: 0 },
}

type Planted = Parameters<typeof plantIncident>[1]

/** A watch of an empty folder over a planted incident. */
function watch(planted: Planted = {}) {
  const place = mkdtempSync(join(root, "watch-"))
  const evidence = join(place, "evidence")
  const folder = join(place, "log")
  mkdirSync(folder, { recursive: true })
  const incidentFile = freezeIncident(plantIncident(evidence, planted), {
    evidenceFolder: evidence,
    since: SINCE,
    files: {},
    mappings: {},
  })
  const keptFolder = join(place, "kept")
  let carried: Carried | null = null
  return {
    folder,
    keptFolder,
    file: (name: string) => join(folder, name),
    /** A reading at an instant, as the one after those before it. */
    async read(now = NOW) {
      const ctx = { withEngine: enginesIn(place), now: () => now }
      const watched = {
        folder,
        incidentFile,
        mappings: {},
        confinedTo: [evidence],
        everyS: EVERY_S,
        keptFolder,
      }
      const concluded = concludeReading(await readWatched(ctx, watched), {
        since: SINCE,
        everyS: EVERY_S,
        reference,
        carried,
        tookMs: 1,
      })
      carried = concluded.carried
      if (concluded.found.log === null) throw new Error("the log was read")
      return { ...concluded, log: concluded.found.log, reasons: concluded.found.reasons.join("; ") }
    },
  }
}

/** Half an hour of ordinary traffic, until NOW. */
const halfAnHour = (source?: string) => ordinary(SINCE, 30, source)
const READS = 30 * PER_MINUTE

test("ordinary traffic and nothing else is clean, with the reads it rests on and what the incident would have made of them", async () => {
  const { file, read } = watch()
  write(file("1.ndjson"), ndjson(halfAnHour()))
  const { verdict, log, upTo, found } = await read()
  expect(found.reasons).toEqual([])
  expect(verdict).toBe("clean")
  expect(log.reads).toBe(READS)
  expect(log.expected).toBeCloseTo(READS / 11)
  expect(log.curve.reads).toEqual(new Array(30).fill(PER_MINUTE))
  expect(log.curve.inScope).toEqual(new Array(30).fill(0))
  expect(upTo).toEqual(new Date("2024-02-16T12:29:57Z"))
  expect(found.sentence).toBe(
    "Strangers, anonymous viewers, former members and later owners: 0 of 600 reads since 2024-02-16 12:00 UTC up to 2024-02-16 12:29 UTC; no ordinary day to compare with; no open gap",
  )
})

test("one stranger is found in its minute, and what was before the action is not counted", async () => {
  const { file, read } = watch()
  const before = strangersRead(new Date("2024-02-16T11:30:00Z"), 5)
  write(file("1.ndjson"), ndjson([before, ...halfAnHour(), strangersRead(SINCE, 600)]))
  const { verdict, log } = await read()
  expect(verdict).toBe("misbound")
  expect(log.misbound.stranger).toBe(1)
  expect(log.curve.inScope[10]).toBe(1)
  expect(log.rows.out_of_window).toBe(1)
})

test("a repeated event is one event, and its repetition no read", async () => {
  const { file, read } = watch()
  write(file("1.ndjson"), ndjson([...halfAnHour(), strangersRead(SINCE, 600), strangersRead(SINCE, 600)]))
  const { log } = await read()
  expect(log).toMatchObject({ reads: READS + 1, misboundInScope: 1, rows: { duplicate: 1, misbound: 1 } })
})

test("what is out of scope is counted beside the curve and does not spoil it", async () => {
  const { file, read } = watch({ relations: ["stranger"] })
  write(file("1.ndjson"), ndjson([...halfAnHour(), formerRead(SINCE, 90)]))
  const { verdict, log } = await read()
  expect(verdict).toBe("clean")
  expect(log.misbound.former_member).toBe(1)
  expect(log.misboundInScope).toBe(0)
  expect(log.curve.outOfScope[1]).toBe(1)
})

test("ten minutes without a row are an open gap", async () => {
  const { file, read } = watch()
  const isLost = ({ at }: Event) => at !== undefined && at >= "2024-02-16T12:10" && at < "2024-02-16T12:20"
  write(file("1.ndjson"), ndjson(halfAnHour().filter((event) => !isLost(event))))
  const { verdict, log, reasons } = await read()
  expect(verdict).toBe("cannot_tell")
  expect(log.gaps).toMatchObject([{ source: "app" }])
  expect(reasons).toContain("The source app has no row from 2024-02-16 12:09 UTC to 2024-02-16 12:20 UTC")
})

test("three whole minutes without a row are an open gap where sixty rows were to be expected", async () => {
  const { file, read } = watch()
  const isLost = ({ at }: Event) => at !== undefined && at >= "2024-02-16T12:10" && at < "2024-02-16T12:13"
  write(file("1.ndjson"), ndjson(halfAnHour().filter((event) => !isLost(event))))
  const { verdict, reasons } = await read()
  expect(verdict).toBe("cannot_tell")
  expect(reasons).toContain(
    "from 2024-02-16 12:10 UTC to 2024-02-16 12:13 UTC, where about 54 were to be expected",
  )
})

test("of two sources the one that says nothing is named", async () => {
  const { file, read } = watch({ sources: ["app", "cdn"] })
  write(file("app/1.ndjson"), ndjson(halfAnHour("app")))
  const silent = await read()
  expect(silent).toMatchObject({
    verdict: "cannot_tell",
    reasons: "The source cdn has no row since the action",
  })
  write(file("cdn/1.ndjson"), ndjson(ordinary(SINCE, 20, "cdn")))
  const stopped = await read()
  expect(stopped.reasons).toBe("The source cdn is silent since 2024-02-16 12:19 UTC")
  write(file("cdn/2.ndjson"), ndjson(ordinary(new Date("2024-02-16T12:20:00Z"), 10, "cdn")))
  expect(await read()).toMatchObject({ verdict: "clean", log: { reads: 2 * READS } })
})

test("half a last line is left for the next reading", async () => {
  const { file, read } = watch()
  const text = ndjson(halfAnHour())
  write(file("1.ndjson"), text.slice(0, -30), true)
  const { log, found, verdict } = await read()
  expect(verdict).toBe("clean")
  expect(log.rows).toMatchObject({ malformed: 0, legitimate: READS - 1 })
  expect(found.notes.join()).toMatch(
    /^At .*1\.ndjson: its last line is being written; \d+ bytes are left for/,
  )
  write(file("1.ndjson"), text, true)
  expect((await read()).log.reads).toBe(READS)
})

test("what is half written is left where it cannot be cut, and read when it is whole", async () => {
  const { file, read } = watch()
  write(file("1.ndjson.gz"), gzipSync(ndjson(halfAnHour())))
  const more = gzipSync(ndjson(ordinary(NOW, 2)))
  write(file("2.ndjson.gz"), more.subarray(0, more.length - 20), true)
  write(file("3.parquet"), Buffer.from("PAR1 and no end"), true)
  const first = await read()
  expect(first).toMatchObject({ verdict: "clean", log: { reads: READS } })
  expect(first.log.files.map(({ kind, file: name }) => `${name} ${kind}`).sort()).toEqual([
    "2.ndjson.gz being_written",
    "3.parquet being_written",
  ])
  rmSync(file("3.parquet"))
  write(file("2.ndjson.gz"), more)
  expect((await read(new Date("2024-02-16T12:32:00Z"))).log.reads).toBe(READS + 2 * PER_MINUTE)
})

test("a file that is damaged and that nobody writes any more is named, and the rest is read", async () => {
  const { file, read } = watch()
  write(file("1.ndjson"), ndjson(halfAnHour()))
  const more = gzipSync(ndjson(ordinary(SINCE, 2, "other")))
  write(file("2.ndjson.gz"), more.subarray(0, more.length - 20))
  const { verdict, reasons, log } = await read()
  expect(verdict).toBe("cannot_tell")
  expect(reasons).toMatch(/^A file is left out: 2\.ndjson\.gz: /)
  expect(log.reads).toBe(READS)
})

test("a file that another replaced has lost rows, one that was only renamed has not", async () => {
  const { file, read } = watch()
  const events = halfAnHour()
  write(file("1.ndjson"), ndjson(events.slice(0, 300)))
  write(file("2.ndjson"), ndjson(events.slice(300)))
  await read()
  renameSync(file("1.ndjson"), file("1.old.ndjson"))
  const renamed = await read()
  expect(renamed).toMatchObject({ verdict: "clean" })
  expect(renamed.found.notes.at(-1)).toBe(
    "Files of an earlier reading are gone, their rows are not: 1.ndjson",
  )
  write(file("1.old.ndjson"), ndjson(events.slice(0, 290)))
  const replaced = await read()
  expect(replaced.verdict).toBe("cannot_tell")
  expect(replaced.reasons).toContain(
    "10 rows that an earlier reading saw are not there any more (gone: 1.ndjson)",
  )
})

test("a finished file is taken in once, until it is another one or is gone", async () => {
  const { file, keptFolder, read } = watch()
  const kept = () =>
    readdirSync(keptFolder)
      .filter((name) => name.endsWith(".parquet"))
      .sort()
  const events = halfAnHour()
  write(file("1.ndjson"), ndjson(events.slice(0, 300)))
  write(file("2.ndjson"), ndjson(events.slice(300)), true)
  const first = await read()
  const before = kept()
  expect(before).toHaveLength(3) // The table of entitlements, that of accounts, and the file that nobody writes any more.
  const again = await read()
  expect(kept()).toEqual(before)
  expect(again.log).toEqual(first.log)
  write(file("1.ndjson"), ndjson([...events.slice(0, 300), strangersRead(SINCE, 61)]))
  expect(await read()).toMatchObject({
    verdict: "misbound",
    log: { misboundInScope: 1, rows: { misbound: 1 } },
  })
  expect(kept()).toHaveLength(3)
  expect(kept()).not.toEqual(before)
  rmSync(file("1.ndjson"))
  await read()
  expect(kept()).toHaveLength(2)
})

test("an empty folder, a log without a read, and too few reads tell nothing", async () => {
  const { file, read } = watch()
  const empty = await read()
  expect(empty.verdict).toBe("cannot_tell")
  expect(empty.reasons).toContain("The log has no row since 2024-02-16 12:00 UTC")
  write(file("denied.ndjson"), ndjson(halfAnHour().map((event) => ({ ...event, outcome: "denied" }))))
  const denied = await read()
  expect(denied.reasons).toBe("The log shows no read since the action, so nothing could have been misbound")
  write(file("few.ndjson"), ndjson([ownRead(SINCE, 1), ownRead(SINCE, 2)]))
  const few = await read()
  expect(few.reasons).toBe(
    "2 reads are too few: at the incident's own rate of 91 misbound events per 1,000 reads 0.18 would be expected, and it takes 3",
  )
})

test("a log that does not reach to now tells nothing of now", async () => {
  const { file, read } = watch()
  write(file("1.ndjson"), ndjson(halfAnHour()))
  const { verdict, reasons } = await read(new Date("2024-02-16T13:00:00Z"))
  expect(verdict).toBe("cannot_tell")
  expect(reasons).toContain("The log reaches only to 2024-02-16 12:29 UTC, 30 minutes before this reading")
})

test("rows dated after the reading are not counted, and a clock that is far ahead is told", async () => {
  const { file, read } = watch()
  write(file("1.ndjson"), ndjson([...halfAnHour(), ownRead(NOW, 20)]))
  expect(await read()).toMatchObject({ verdict: "clean", log: { reads: READS, rows: { out_of_window: 1 } } })
  write(file("2.ndjson"), ndjson([ownRead(NOW, 1800)]))
  const { verdict, reasons } = await read()
  expect(verdict).toBe("cannot_tell")
  expect(reasons).toContain("2 rows are dated after this reading, up to 2024-02-16 13:00 UTC")
})

test("a log that names nobody proves nothing", async () => {
  const { file, read } = watch()
  const nameless = halfAnHour().map(({ account_id: _, ...event }, nth) => ({
    ...event,
    event_id: `nameless-${nth}`,
  }))
  write(file("1.ndjson"), ndjson([...halfAnHour(), ...nameless]))
  const { verdict, reasons } = await read()
  expect(verdict).toBe("cannot_tell")
  expect(reasons).toBe(
    "50 % of the rows since the action are malformed, name no viewer or show footage without a known owner",
  )
})

test("a folder that is gone says so", async () => {
  const { folder, read } = watch()
  rmSync(folder, { recursive: true })
  await expect(read()).rejects.toMatchObject({
    code: "unavailable",
    message: `The folder ${folder} cannot be read (ENOENT)`,
  })
})
