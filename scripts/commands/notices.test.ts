import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { stringify } from "yaml"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { classifiedRevision } from "../../lib/testing/database/classified-revision.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { entriesOf } from "../../lib/testing/database/entries.ts"
import { newIncident } from "../../lib/testing/database/finished-revision.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { letterIncident } from "../../lib/testing/notices/letter-incident.ts"
import { ownSink } from "../../lib/testing/own-sink.ts"
import { testReader } from "../../lib/testing/result-of.ts"
import { comesTrue, runTocsin, startTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { demoFacts } from "../demo/letter-facts.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { sink, settings } = await ownSink(data)
const { as, system } = contextsOver(database, data, { results: testReader(data) })
const [support, legal] = [await as("support"), await as("legal")]
const env = { DATABASE_URL: url, TOCSIN_DATA: data, ...settings }
const notices = (...args: string[]) => runTocsin(["notices", ...args], { env })
const emailOf = async ({ actor }: { actor: { id: string } }) =>
  (await database.user.findUniqueOrThrow({ where: { id: actor.id } })).email

await declareIncident(legal, { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" })

const folder = temporaryFolder()
const full = join(folder, "full")
mkdirSync(full)
writeFileSync(join(full, "a"), "")
const odd = join(folder, "odd.yaml")
writeFileSync(odd, "company: [")
const poor = join(folder, "poor.yaml")
writeFileSync(poor, "company: Example\nsecurityPage: bit.ly/x\n")
const results = join(folder, "results.csv")
writeFileSync(results, "token,state\n")

const NO_RUN = "00000000-0000-4000-8000-000000000000"

test.concurrent.each<[string, string[], RegExp]>([
  ["no command", [], /Usage: tocsin notices/],
  ["a command that is none", ["post", "INC-1/1"], /unknown command/],
  ["no incident", ["plan"], /missing required argument/],
  ["an incident that is none", ["plan", "INC-9"], /There is no incident INC-9/],
  ["an incident of another shape", ["plan", "INC-1/../2"], /There is no incident INC-1\/\.\.\/2/],
  ["a group that is none", ["plan", "INC-1", "--groups", "owner_video,all"], /There is no group all/],
  ["no group", ["plan", "INC-1", "--groups", ""], /There is no group/],
  ["a sender without an address", ["plan", "INC-1", "--sender", "Example"], /Write it as/],
  ["a sender of a group that is none", ["plan", "INC-1", "--sender", "all=A <a@b.example>"], /Write it as/],
  [
    "a sender with a line break",
    ["plan", "INC-1", "--sender", "A\nBcc: x <a@b.example>"],
    /line breaks|Write it as/,
  ],
  ["a reply address that is none", ["plan", "INC-1", "--reply-to", "all=a@b.example"], /Write it as/],
  ["a rate of nothing", ["plan", "INC-1", "--rate", "0"], /whole number from 1 to 10000/],
  ["a rate in words", ["plan", "INC-1", "--rate", "1e3"], /whole number/],
  ["a hold of a day", ["plan", "INC-1", "--hold", "86400"], /whole number from 0 to 3600/],
  ["an executor that is none", ["plan", "INC-1", "--executor", "pigeon"], /Allowed choices/],
  ["facts that are not there", ["plan", "INC-1", "--facts", "/not/there.yaml"], /\/not\/there\.yaml/],
  ["facts that are no YAML", ["plan", "INC-1", "--facts", odd], /odd\.yaml/],
  ["facts that are not all", ["plan", "INC-1", "--facts", poor], /poor\.yaml/],
  ["a reviewer without a member", ["plan", "INC-1", "--reviewer", "A. Reader"], /--reviewer: needs --as/],
  [
    "an override without a member",
    ["plan", "INC-1", "--override-reason", "x"],
    /--override-reason: needs --as/,
  ],
  [
    "a member who is nobody",
    ["plan", "INC-1", "--as", "x@example.org"],
    /nobody here signs in with x@example/,
  ],
  ["a run of another shape", ["status", "INC-1"], /name a run by its id or like INC-7\/2/],
  ["a run that steers the terminal", ["status", "INC-1/\u001b[2J"], /name a run/],
  ["a run that is not there", ["status", "INC-1/1"], /has no run of letters 1/],
  ["an id that is nobody's", ["status", NO_RUN], /There is no such run/],
  ["a number of another world", ["stop", "INC-1/99999999999"], /name a run/],
  ["nobody who approves", ["approve", "INC-1/1"], /required option '--as/],
  ["a higher rate in words", ["send", "INC-1/1", "--rate", "-5"], /whole number/],
  ["a word of one's own without a reason", ["settle", "INC-1/1", "--sent", "p-1"], /need --reason/],
  ["a work list into a folder with files", ["work-list", "INC-1/1", "--out", full], /is not empty/],
  ["a work list for a year", ["work-list", "INC-1/1", "--out", "x", "--hours", "9000"], /whole number/],
  ["too large a work list", ["work-list", "INC-1/1", "--out", "x", "--max", "20001"], /from 500 to 20000/],
  ["results that are not there", ["results", "INC-1/1", "/not/there.csv"], /is no file/],
  ["results of another kind", ["results", "INC-1/1", odd], /must end in \.csv or \.ndjson/],
  ["results of a run that is not there", ["results", "INC-1/1", results], /has no run of letters 1/],
])("%s ends with status 2 and says what is wrong", async (_, args, told) => {
  const { status, stdout, stderr } = await notices(...args)
  expect(stderr + (status === 2 ? "" : stdout)).toMatch(told)
  expect(stderr).not.toContain("\u001b")
  expect(stderr).not.toMatch(/a fault of ours|\n\s+at /)
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
  expect(existsSync("x")).toBe(false)
})

test("whoever is not of legal approves nothing, and nothing is asked for in their name", async () => {
  const { status, stderr } = await notices("approve", "INC-1/1", "--as", await emailOf(support))
  expect(status).toBe(2)
  expect(stderr).toMatch(/is of support; letters are approved by legal/)
  expect(await database.approval.count()).toBe(0)
})

describe("a run of letters on the command line", () => {
  const facts = join(folder, "facts.yaml")
  writeFileSync(facts, stringify(demoFacts))
  const people = [
    { id: "video", group: "owner_video" },
    { id: "tapped", group: "owner_tapped" },
    { id: "shown", group: "owner_shown", account: { locale: "de-DE", country: "DE" } },
    { id: "viewer", group: "viewer_only" },
    { id: "silent", group: "owner_shown", account: { email: null } },
    { id: "fine", group: "unaffected" },
  ] as const
  const settingsGiven = [
    "--facts",
    facts,
    "--sender",
    "Example Cameras <notices@demo.example>",
    "--sender",
    "owner_video=Example Care <care@demo.example>",
    "--hold",
    "0",
  ]
  let run = ""

  const failed = async (...args: string[]) => {
    const { status, stdout, stderr } = await notices(...args)
    expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: "" })
    return stderr
  }
  const done = async (...args: string[]) => {
    const { status, stdout, stderr } = await notices(...args)
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" })
    return stdout
  }
  const asLegal = async () => ["--as", await emailOf(legal)]

  test("is planned with what the options say; without a reader of its translations it cannot be approved", async () => {
    const incident = await newIncident(await as("security"))
    await classifiedRevision(await as("security"), system, incident, letterIncident(people))
    run = `INC-${incident.number}/1`
    const planned = JSON.parse(
      await done("plan", `INC-${incident.number}`, ...settingsGiven, "--rate", "40", "--json"),
    )
    expect(planned).toMatchObject({
      run,
      state: "planned",
      settings: {
        sender: { name: "Example Cameras", address: "notices@demo.example" },
        senders: { owner_video: { name: "Example Care", address: "care@demo.example" } },
        holdS: 0,
      },
      plan: { people: 6, letters: 5, skipped: { no_address: 1 } },
      pace: { perSecond: 40 },
    })
    expect(planned.findings).toContainEqual(expect.objectContaining({ kind: "block" }))
    expect(await failed("approve", run, ...(await asLegal()))).toMatch(
      new RegExp(`block: .*\\n.*${run} cannot be approved while one finding blocks`, "s"),
    )
    const letPass = ["--override-reason", "Counsel has read them all herself"]
    expect(await failed("approve", run, ...(await asLegal()), ...letPass)).toMatch(
      /let findings of it pass.*--asked-by/,
    )
    expect(await database.noticeOverride.count()).toBe(0)
    expect(await database.approval.count()).toBe(0)
    expect(await failed("send", run)).toMatch(/is not approved yet: scripts\/tocsin notices approve/)
  })

  test("is approved by legal alone, and sent no faster than that", async () => {
    const told = await done("approve", run, ...(await asLegal()), "--reviewer", "A reader of German")
    expect(told).toMatch(new RegExp(`^${run}, to be approved:.*5 letters.*${run} is approved\n`, "s"))
    const { incidentId, id } = await database.plannedRun.findFirstOrThrow()
    expect(await entriesOf(database, { incidentId, act: "approval.request" })).toMatchObject([
      { actor: "system" },
    ])
    expect(await entriesOf(database, { incidentId, act: "approval.decide" })).toMatchObject([
      { actor: legal.actor.id, details: { verdict: "approve" } },
    ])
    expect(await failed("approve", run, ...(await asLegal()))).toMatch(/is approved already/)
    expect(await failed("send", run, "--rate", "41")).toMatch(/At most 40 a second/)
    expect(await done("send", id, "--rate", "30")).toMatch(
      new RegExp(`^${run} (begins at|has begun).*5 letters at 30`, "s"),
    )
    expect(await failed("send", run)).toMatch(/under way already/)
  })

  test("can be paused, resumed, and is sent by a worker to its end; who was not reached is named", async () => {
    expect(await done("pause", run, "--reason", "Support is not there yet")).toMatch(/is paused/)
    expect(await done("pause", run)).toMatch(/is paused already/)
    expect(await done("status", run)).toMatch(/paused: Support is not there yet/)
    expect(await done("resume", run, ...(await asLegal()))).toMatch(/goes on/)
    const worker = startTocsin(["worker"], { env: { ...env, TOCSIN_LOG: "off" } })
    const status = async () => JSON.parse(await done("status", run, "--json"))
    try {
      const isFinished = async () => (await database.plannedRun.count({ where: { state: "finished" } })) === 1
      expect(await comesTrue(isFinished, 60_000)).toBe(true)
    } finally {
      process.kill(worker.pid, "SIGTERM")
    }
    expect(await worker.ended).toMatchObject({ status: 0, stderr: "" })
    expect(await status()).toMatchObject({ run, states: { accepted: 5, suppressed: 1 }, unknown: [] })
    const { letters } = await sink.list({ limit: 10 })
    expect(letters.flatMap(({ to }) => to).toSorted()).toEqual([
      "host@example.org",
      "shown@example.org",
      "tapped@example.org",
      "video@example.org",
      "viewer@example.org",
    ])
    const csv = await done("unreached", run, "--csv")
    expect(csv.split("\r\n").slice(0, -1)).toHaveLength(2)
    expect(csv).toMatch(/suppressed.*silent/)
    expect(await done("unreached", run)).toMatch(/nothing yet/)
    expect(await done("settle", run)).toMatch(/Of everybody it is known/)
    expect(await failed("stop", run)).toMatch(/This run is finished/)
  })

  test("a second plan has nobody to write to", async () => {
    const [incident = ""] = run.split("/")
    const told = await done("plan", incident, "--groups", "owner_video,owner_tapped")
    expect(told).toMatch(/Nobody gets a letter by this plan/)
    expect(await failed("approve", `${incident}/2`, ...(await asLegal()))).toMatch(/Nobody gets a letter/)
    expect((await database.plannedRun.findFirstOrThrow({ where: { number: 2 } })).settings).toMatchObject({
      parts: expect.arrayContaining([
        expect.objectContaining({ group: "owner_tapped", direction: "up", isTold: true }),
        expect.objectContaining({ group: "viewer_only", direction: "first", isTold: false }),
        expect.objectContaining({ group: "unaffected", direction: "down", isTold: true }),
      ]),
    })
  })

  test("is handed to somebody else's system as files, and takes its results; strangers are named", async () => {
    const incident = await newIncident(await as("security"))
    await classifiedRevision(await as("security"), system, incident, letterIncident(people))
    run = `INC-${incident.number}/1`
    const { stdout } = await notices(
      ...["plan", `INC-${incident.number}`, ...settingsGiven, "--executor", "external"],
      ...["--reviewer", "A reader of German", ...(await asLegal())],
    )
    expect(stdout).toContain(`Next: scripts/tocsin notices approve ${run}`)
    expect(await failed("approve", run, ...(await asLegal()))).toMatch(/has planned it.*--asked-by/)
    const bySupport = await emailOf(support)
    expect(await done("approve", run, ...(await asLegal()), "--asked-by", bySupport)).toContain(
      `Next: scripts/tocsin notices send ${run} --as ${bySupport}`,
    )
    const { incidentId } = await database.plannedRun.findFirstOrThrow({ orderBy: { requestedAt: "desc" } })
    expect(await entriesOf(database, { incidentId, act: "approval.request" })).toMatchObject([
      { actor: support.actor.id },
    ])
    expect(await failed("send", run)).toMatch(/was asked for by a member, who alone may begin it/)
    await done("send", run, "--as", bySupport)
    const out = join(folder, "handed")
    expect(await done("work-list", run, "--out", out, "--hours", "1")).toMatch(
      /5 letters are in .* \(chunks 1-4\).*PUBLIC KEY/s,
    )
    const again = join(folder, "again")
    expect(await done("work-list", run, "--out", again, "--again", "1-4")).toMatch(/5 letters are in/)
    expect(readFileSync(join(again, "list.csv"))).toEqual(readFileSync(join(out, "list.csv")))
    expect(await failed("work-list", run, "--out", join(folder, "none"), "--again", "1-5")).toMatch(
      /No letters were handed out under this name/,
    )
    expect(await failed("work-list", run, "--out", out)).toMatch(/is not empty/)
    expect(await done("work-list", run, "--out", join(folder, "more"))).toMatch(/nothing is left to hand out/)
    const listed = readFileSync(join(out, "list.ndjson"), "utf8").trim().split("\n")
    const tokens = listed.map((line) => String(JSON.parse(line).token))
    expect(tokens).toHaveLength(5)
    const back = join(folder, "back.csv")
    const lines = [...tokens.slice(0, 4), "0".repeat(26)].map((token) => `${token},delivered,,`)
    writeFileSync(back, ["token,state,at,status", ...lines, ""].join("\n"))
    const taken = await notices("results", run, back)
    expect(taken).toMatchObject({ status: 2, stderr: expect.stringMatching(/back\.csv, line 6: stranger/) })
    expect(taken.stdout).toMatch(
      /5 rows: 4 applied, 0 known before, 1 about letters that are not of this run/,
    )
    expect(JSON.parse(await done("status", run, "--json"))).toMatchObject({
      states: { delivered: 4, sending: 1, suppressed: 1 },
    })
  })

  test("keeps its pace where it is not begun, because its approval is void", async () => {
    const incident = await newIncident(await as("security"))
    await classifiedRevision(await as("security"), system, incident, letterIncident(people))
    const stale = `INC-${incident.number}/1`
    await done("plan", `INC-${incident.number}`, ...settingsGiven, "--rate", "40")
    await done("approve", stale, ...(await asLegal()), "--reviewer", "A reader of German")
    const other = join(folder, "other.yaml")
    writeFileSync(other, stringify({ ...demoFacts, company: "Another company" }))
    await done("plan", `INC-${incident.number}`, "--facts", other)
    expect(await failed("send", stale, "--rate", "30")).toMatch(/void|changed/)
    const { pace } = await database.plannedRun.findFirstOrThrow({
      where: { incidentId: incident.id, number: 1 },
    })
    expect(pace).toMatchObject({ perSecond: 40 })
  })
})
