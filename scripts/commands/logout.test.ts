import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { logoutTests } from "../../lib/testing/containment/logout-tests.ts"
import { entriesOf } from "../../lib/testing/database/entries.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { ownProvider } from "../../lib/testing/idp.ts"
import { runTocsin, startTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"

const [data, folder] = [temporaryFolder(), temporaryFolder()]
const { database, url } = await ownDatabase()
const provider = await ownProvider()
const { seed, security, second, as } = await logoutTests(database, url, data, provider)
const env = { DATABASE_URL: url, TOCSIN_DATA: data, TOCSIN_OUTGOING_HOSTS: "127.0.0.1" }
const logout = (...args: string[]) => runTocsin(["logout", ...args], { env })
const emailOf = async ({ actor }: { actor: { id: string } }) =>
  (await database.user.findUniqueOrThrow({ where: { id: actor.id } })).email
const [asker, approver] = [await emailOf(security), await emailOf(second)]
const bySupport = await emailOf(await as("support"))

const fileOf = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const empty = fileOf("empty.txt", "\n\n")
const binary = fileOf("binary.txt", Buffer.from([0xff, 0xfe, 0x00]))
const AUTHORITY = ["--authority", "The app's login"]
const plan = ["plan", "INC-1", ...AUTHORITY]
const NO_RUN = "00000000-0000-4000-8000-000000000000"

test.concurrent.each<[string, string[], RegExp]>([
  ["no command", [], /Usage: tocsin logout/],
  ["a command that is none", ["everybody", "INC-1"], /unknown command/],
  ["no authority", ["plan", "INC-1", "--scope", "all"], /required option '--authority/],
  [
    "an authority that is none",
    ["plan", "INC-1", "--authority", "Okta", "--scope", "all"],
    /--authority: there is no Okta; there are The app's login/,
  ],
  [
    "an incident that is none",
    ["plan", "INC-9", ...AUTHORITY, "--scope", "all"],
    /There is no incident INC-9/,
  ],
  ["no scope", plan, /required option '--scope/],
  ["a scope that is none", [...plan, "--scope", "everybody"], /Write it as all, log/],
  ["a scope out of the prototype", [...plan, "--scope", "constructor"], /Write it as all, log/],
  ["half a stretch", [...plan, "--scope", "sessions:2024-02-16T00:00:00Z"], /Write it as all, log/],
  [
    "a stretch that ends before it begins",
    [...plan, "--scope", "sessions:2024-02-17T00:00:00Z/2024-02-16T00:00:00Z"],
    /--scope: The stretch ends before it begins/,
  ],
  ["a stretch in words", [...plan, "--scope", "sessions:friday/monday"], /--scope: This is no instant/],
  ["a group that is none", [...plan, "--scope", "groups:owners"], /There is no group owners/],
  [
    "a list that is not there",
    [...plan, "--scope", "list:/not/there"],
    /\/not\/there: there is no such file/,
  ],
  ["a list that is a folder", [...plan, "--scope", `list:${folder}`], /is a folder/],
  ["a list that is no text", [...plan, "--scope", `list:${binary}`], /is no text in UTF-8/],
  ["a list of nobody", [...plan, "--scope", `list:${empty}`], /--scope: The list is empty/],
  [
    "a cut-off in the future",
    [...plan, "--scope", "all", "--cutoff", "2999-01-01T00:00:00Z"],
    /--cutoff: This is in the future/,
  ],
  ["a cut-off in words", [...plan, "--scope", "all", "--cutoff", "now"], /--cutoff: This is no instant/],
  ["a mode that is none", [...plan, "--scope", "all", "--epoch", "everybody"], /Allowed choices/],
  ["no waves", [...plan, "--scope", "all", "--waves", "0"], /whole number from 1 to 100/],
  [
    "logins in words",
    [...plan, "--scope", "all", "--logins-per-second", "many"],
    /whole number from 1 to 100000/,
  ],
  ["exemptions that are not there", [...plan, "--scope", "all", "--exempt", "/not/there"], /no such file/],
  ["a member who may not", [...plan, "--scope", "all", "--as", bySupport], /This is for security/],
  ["a member who is nobody", [...plan, "--scope", "all", "--as", "x@example.org"], /nobody here signs in/],
  ["a run of another shape", ["status", "INC-1/1"], /name a logout by its id or like INC-7\/L2/],
  ["a run that steers the terminal", ["status", "INC-1/\u001b[2J"], /name a logout/],
  ["a run that is not there", ["status", "INC-1/L9"], /There is no logout INC-1\/L9/],
  ["an id that is nobody's", ["status", NO_RUN], /There is no such logout/],
  ["nobody who approves", ["approve", "INC-1/L1"], /required option '--as/],
  [
    "an approver of support",
    ["approve", "INC-1/L9", "--as", bySupport],
    /is of support; logouts are approved by security/,
  ],
  ["an abort of what is not there", ["abort", "INC-1/L9"], /There is no logout/],
])("%s ends with status 2 and says what is wrong", async (_, args, told) => {
  const { status, stdout, stderr } = await logout(...args)
  expect(stderr + (status === 2 ? "" : stdout)).toMatch(told)
  expect(stderr).not.toContain("\u001b")
  expect(stderr).not.toMatch(/a fault of ours|\n\s+at /)
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
})

test("the help of status says what its JSON holds", async () => {
  const { status, stdout } = await logout("status", "--help")
  expect(status).toBe(0)
  expect(stdout).toMatch(/--json prints one object.*standing.*counts .*Exit status: 0/s)
})

describe("a logout on the command line", () => {
  const accounts = Array.from({ length: 300 }, (_, nth) => `account-${String(nth).padStart(3, "0")}`)
  const exempt = fileOf("exempt.txt", "account-007\r\n")
  const operators = fileOf("operators.txt", "\ufeffaccount-008\naccount-008\nnot-in-scope\n")
  const whole = ["--scope", "all", "--exempt", exempt, "--operators", operators]
  const settings = [...whole, "--epoch", "subject", "--waves", "2", "--logins-per-second", "1000"]
  let run = ""

  const failed = async (...args: string[]) => {
    const { status, stdout, stderr } = await logout(...args)
    expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: "" })
    return stderr
  }
  const done = async (...args: string[]) => {
    const { status, stdout, stderr } = await logout(...args)
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" })
    return stdout
  }
  const status = async () => JSON.parse(await done("status", run, "--json"))

  test("is planned, which touches nobody, and approved by a second person alone", async () => {
    await seed(accounts)
    const told = await done(...plan, ...settings, "--canaries", "10", "--as", asker)
    run = /^(INC-\d+\/L\d+) is planned; nobody was touched/.exec(told)?.[1] ?? ""
    expect(told).toMatch(/299 subjects with 299 sessions.*1 subject in the scope is exempt/s)
    expect(told).toMatch(/canary +10.*wave-001.*operators +1 /s)
    expect(await status()).toMatchObject({
      run,
      standing: "dry_run",
      affected: 299,
      waves: 4,
      cutoff: null,
      paused: null,
      report: null,
      counts: { pending: 299, leftOut: 1, accepted: 0 },
    })
    expect(await failed("run", run)).toMatch(/is not approved yet: scripts\/tocsin logout approve/)
    const refused = await failed("approve", run, "--as", asker)
    expect(refused).toMatch(/has planned it: another member of security has to approve it/)
    expect(refused).not.toMatch(/--asked-by/)
    const approved = await done("approve", run, "--as", approver)
    expect(approved).toMatch(
      new RegExp(`^${run}, to be approved:.*Next: .* logout run ${run} --as ${asker}`, "s"),
    )
    const { incidentId } = await database.plannedRun.findFirstOrThrow()
    expect(await entriesOf(database, { incidentId, act: "approval.decide" })).toMatchObject([
      { actor: second.actor.id, details: { verdict: "approve" } },
    ])
    expect(await failed("approve", run, "--as", approver)).toMatch(/is approved already/)
    expect(await failed("run", run)).toMatch(/was asked for by a member, who alone may begin it/)
  })

  test("is begun, paused and resumed, watched to its end, and told with its proof", async () => {
    expect(await done("run", run, "--as", asker)).toMatch(/has begun: 299 subjects at \d+ a second/)
    expect(await done("pause", run, "--reason", "The login is not staffed yet")).toMatch(/is paused/)
    expect(await done("pause", run)).toMatch(/is paused already/)
    expect(await done("status", run)).toMatch(/is paused: The login is not staffed yet/)
    expect(await status()).toMatchObject({
      standing: "paused",
      phase: "containing",
      paused: { by: "system", reason: "The login is not staffed yet" },
    })
    expect(await done("resume", run, "--as", asker)).toMatch(/goes on/)
    const worker = startTocsin(["worker"], { env: { ...env, TOCSIN_LOG: "off" } })
    try {
      const watched = await done("status", run, "--watch")
      expect(watched).toMatch(/The cut-off is .* UTC.*The early canary account was logged out/s)
      expect(watched).toMatch(/is closed: what it claims was proved/)
      expect(watched).toMatch(/jwt +\S+ +yes +yes +yes +\d/)
      expect(watched).not.toContain("account-0")
    } finally {
      process.kill(worker.pid, "SIGTERM")
    }
    expect(await worker.ended).toMatchObject({ status: 0, stderr: "" })
    const told = await status()
    expect(told).toMatchObject({
      standing: "closed",
      report: { gaps: [] },
      sample: { survivors: 0, unseen: 0 },
    })
    expect(told.counts).toMatchObject({ pending: 0, failed: 0, unknown: 0, leftOut: 1 })
    expect(told.counts.accepted + told.counts.verified).toBe(299)
    expect(JSON.stringify(told)).not.toMatch(/"token"|"sub"|"sealed"|account-0/)
    expect(await failed("abort", run, "--reason", "too late")).toMatch(/is over|is finished/)
    const sessionsOf = async (sub: string) => {
      const told = (await (await provider.admin("GET", `/admin/subjects/${sub}`)).json()) as {
        sessions: object[]
      }
      return told.sessions
    }
    expect(await sessionsOf("account-008")).toEqual([])
    expect(await sessionsOf("account-007")).not.toEqual([])
  })

  test("is asked for by Tocsin where nobody signs in, aborted for good, and told so by its exit status", async () => {
    const list = fileOf("list.txt", "account-007\nunknown\n")
    const [incident = ""] = run.split("/")
    const planned = JSON.parse(
      await done("plan", incident, ...AUTHORITY, "--scope", `list:${list}`, "--json"),
    )
    expect(planned).toMatchObject({ standing: "dry_run", plan: { affected: 2, sessions: null } })
    await done("approve", planned.run, "--as", approver)
    expect(await done("run", planned.id)).toContain("has begun")
    expect(await done("abort", planned.run, "--reason", "It was the wrong list")).toMatch(/is aborted/)
    expect(await done("abort", planned.run)).toMatch(/was aborted already/)
    const { status, stdout } = await logout("status", planned.run, "--watch", "--json")
    expect({ status, ...JSON.parse(stdout) }).toMatchObject({ status: 1, standing: "aborted" })
    expect(await failed("resume", planned.run)).toMatch(/stopped/)
    expect(await failed("run", planned.run)).toMatch(/stopped/)
  })
})
