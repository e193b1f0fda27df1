import { expect, test } from "vitest"
import type { Approval } from "../../../prisma/generated/client.ts"
import { decideApproval } from "../../access/approvals/decide-approval.ts"
import { performApproved } from "../../access/approvals/perform-approved.ts"
import { planOf } from "../../access/approvals/plan-anew.ts"
import { requestApproval } from "../../access/approvals/request-approval.ts"
import type { Context } from "../../core/context.ts"
import { answerQuestion } from "../../exposure/revisions/answer-question.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import {
  everybody,
  keepShortLetters,
  type LetterIncident,
  letterTests,
  type PlannedLetters,
} from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getPlannedRun, newerRevision } from "./get-planned-run.ts"
import { overrideFinding } from "./override-finding.ts"
import { placeHold } from "./place-hold.ts"
import { sendNotices } from "./send-notices.ts"
import { conclusionOf } from "./sending-facts.ts"
import { unaffectedKey } from "./unaffected-gate.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, reader, newIncident, classify, planned } = tests
const [support, legal, security] = [await as("support"), await as("legal"), await as("security")]
const otherLegal = await as("legal")
const why = "Everybody concerned has to know by Friday"

// A hold for another country leaves them alone.
const account = { country: "DE" }
const people = [
  { id: "kim", group: "owner_video", account },
  { id: "lee", group: "viewer_only", account },
] as const

/** A run whose letters are kept, so that it can be asked for. */
async function ready(
  incident?: LetterIncident,
  settings: Parameters<typeof planned>[1] = {},
): Promise<PlannedLetters & { incident: LetterIncident }> {
  const own = incident ?? (await newIncident())
  if (!incident) await classify(own, people)
  const letters = await planned(own, settings)
  await keepShortLetters(support, letters)
  return { ...letters, incident: own }
}

const inputOf = ({ run }: PlannedLetters) => ({ incidentId: run.incidentId, runId: run.id })
const ask = (letters: PlannedLetters, ctx: Context = support) =>
  requestApproval(ctx, sendNotices, inputOf(letters), why)
const approve = (approval: Approval, ctx: Context = legal) =>
  decideApproval(ctx, sendNotices, approval.id, { verdict: "approve", shown: approval.digest })
const perform = (approval: Approval, ctx: Context = support) => performApproved(ctx, sendNotices, approval.id)
const stored = ({ id }: { id: string }) => database.approval.findUniqueOrThrow({ where: { id } })

test("what a second person approved begins after a while, once, and stands in the trail", async () => {
  const letters = await ready(undefined, { holdS: 90 })
  const { runId, run, incident } = letters
  const approval = await ask(letters)
  expect(planOf(approval).sentences).toEqual([
    "Run 1 sends 3 letters at 50/s: 1 s.",
    "2 letters to owners whose video was watched (required: Others watched video of this account’s cameras).",
    "1 letter to viewers of others’ footage (by policy: The account received footage that was not its own).",
    "They come from Porch <security@porch.example>; answers go there.",
    "They go into the sink: nobody outside gets one.",
    "Nothing leaves in the first 90 s, so that it can still be stopped.",
    "Letters of which nobody knows whether they arrived are named, and never sent again.",
  ])
  await approve(approval)
  expect((await getPlannedRun(support, runId)).state).toBe("planned")
  const now = new Date()
  await Promise.all([
    perform(approval, { ...support, now: () => now }),
    perform(approval, { ...support, now: () => now }),
  ])
  await perform(approval)
  const startsAt = new Date(now.getTime() + 90_000)
  expect(await getPlannedRun(support, runId)).toMatchObject({
    state: "running",
    startsAt,
    approvalId: approval.id,
  })
  const row = await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  expect(row.checkedRevision).toBe(1)
  expect(await entriesOf(database, { act: "notice.send", incidentId: incident.id })).toMatchObject([
    {
      actor: support.actor.id,
      details: {
        run: 1,
        runId,
        letters: 3,
        listDigest: run.listDigest,
        startsAt: startsAt.toISOString(),
        approvedBy: legal.actor.id,
      },
    },
  ])
})

test("only support and legal ask, only legal approves, and nobody what they asked for", async () => {
  const letters = await ready()
  for (const ctx of [security, await as("auditor"), await as("administrator")])
    await expect(ask(letters, ctx)).rejects.toMatchObject({ code: "forbidden" })
  const approval = await ask(letters)
  for (const ctx of [support, await as("support"), security])
    await expect(approve(approval, ctx)).rejects.toMatchObject({ code: "forbidden" })
  const own = await ask(letters, legal)
  await expect(approve(own)).rejects.toMatchObject({ code: "forbidden" })
  await approve(approval)
  await expect(perform(approval, legal)).rejects.toMatchObject({ code: "forbidden" })
  expect((await getPlannedRun(support, letters.runId)).state).toBe("planned")
})

const copy = (text: string) => ({ subject: "Your camera", sections: { lead: text } })
const letterOf = async (incidentId: string, text: string) => {
  const version = (await database.letterCopy.count({ where: { incidentId } })) + 1
  const data = { incidentId, letter: "owner_video", locale: "en", version, writtenBy: "x", reason: "y" }
  await database.letterCopy.create({ data: { ...data, copy: copy(text) } })
}
const factsOf = (incidentId: string, version: number) =>
  database.letterFacts.create({ data: { incidentId, version, facts: { version }, writtenBy: "x" } })

const changes: [
  what: string,
  (letters: PlannedLetters & { incident: LetterIncident }) => Promise<unknown>,
][] = [
  ["one changed comma in the copy", ({ incident }) => letterOf(incident.id, "We are sorry and we mean it.")],
  ["a changed fact", ({ incident }) => factsOf(incident.id, 1)],
  [
    "a reviewer",
    ({ incident }) =>
      database.letterReview.create({
        data: {
          incidentId: incident.id,
          letter: "x",
          locale: "de",
          digest: "d",
          notedBy: "x",
          reviewer: "y",
        },
      }),
  ],
  [
    "another letter",
    ({ runId }) => database.runLetter.updateMany({ where: { runId }, data: { html: "<p>Another one</p>" } }),
  ],
  [
    "another list",
    ({ runId }) => database.plannedRun.update({ where: { id: runId }, data: { listDigest: "0" } }),
  ],
  ["a newer revision", ({ incident }) => classify(incident, people)],
  [
    "a hold",
    ({ incident }) =>
      placeHold(legal, incident.id, { place: "US", agency: "FBI", reason: "An arrest is near" }),
  ],
  [
    "another sender",
    ({ run }) => setSettings(run, { sender: { name: "Porch", address: "a@porch.example" } }),
  ],
  [
    "another address for answers",
    ({ run }) => setSettings(run, { replyTo: { owner_video: "b@porch.example" } }),
  ],
  ["another rate", ({ run }) => setSettings(run, { pace: { perSecond: 51 } })],
  ["another policy for what nobody knows", ({ run }) => setSettings(run, { unknown: "ask_person" })],
  ["another time to stop it", ({ run }) => setSettings(run, { holdS: 0 })],
  ["another executor", ({ run }) => setSettings(run, { executor: "external" })],
  [
    "a rate that was raised behind its back",
    ({ runId }) => database.plannedRun.update({ where: { id: runId }, data: { pace: { perSecond: 500 } } }),
  ],
  [
    "a finding that legal let pass",
    ({ runId }) => overrideFinding(legal, runId, { finding: "x", reason: "It reads well enough for now" }),
  ],
  [
    "another run that began",
    async ({ incident }) => mailRun(system, reader, (await planned(incident)).runId),
  ],
]

const setSettings = async (run: PlannedLetters["run"], changed: object) =>
  await database.plannedRun.update({
    where: { id: run.id },
    data: { settings: { ...run.settings, ...changed } as object },
  })

const common = await newIncident()
await classify(common, people)

test.each(changes)("%s voids an approval that waits, and one that was given", async (_, change) => {
  const incident = common
  await letterOf(incident.id, "We are sorry, and we mean it.")
  const letters = await ready(incident)
  const waiting = await ask(letters)
  const given = await ask(letters, legal)
  await approve(given, otherLegal)
  await change(letters)
  await expect(approve(waiting)).rejects.toMatchObject({ code: "conflict" })
  await expect(perform(given, legal)).rejects.toMatchObject({ code: "conflict" })
  expect([(await stored(waiting)).state, (await stored(given)).state]).toEqual(["void", "void"])
  expect((await getPlannedRun(support, letters.runId)).state).toBe("planned")
})

test("a rate that was lowered since needs no other approval", async () => {
  const letters = await ready()
  const approval = await ask(letters)
  await approve(approval)
  await database.plannedRun.update({ where: { id: letters.runId }, data: { pace: { perSecond: 5 } } })
  await perform(approval)
  expect(await getPlannedRun(support, letters.runId)).toMatchObject({
    state: "running",
    pace: { perSecond: 5 },
  })
})

test("copy that was changed after the letters were made cannot be asked for", async () => {
  const letters = await ready()
  await factsOf(letters.incident.id, 1)
  await expect(ask(letters)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("changed"),
  })
  await keepShortLetters(support, letters)
  await ask(letters)
})

test("a newer revision is named, with how many people stand elsewhere by it", async () => {
  const letters = await ready()
  expect(await newerRevision(support, letters.run)).toBeNull()
  await classify(letters.incident, [
    { id: "kim", group: "owner_shown" },
    { id: "lee", group: "viewer_only" },
    { id: "new", group: "undetermined" },
  ])
  expect(await newerRevision(support, letters.run)).toEqual({ revision: 2, differing: 2 })
  const { sentences } = planOf(await ask(letters))
  expect(sentences.at(-1)).toContain("Revision 2 is newer than the list")
})

test("of two runs of an incident one is under way; the other waits for its end", async () => {
  const first = await ready()
  const second = await ready(first.incident)
  const approvals = [await ask(first), await ask(second)]
  for (const approval of approvals) await approve(approval)
  const begun = await Promise.allSettled(approvals.map((approval) => perform(approval)))
  expect(begun.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(begun.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } })
  expect(
    await database.plannedRun.count({ where: { incidentId: first.incident.id, state: "running" } }),
  ).toBe(1)
})

test("a list that counts on letters of a run that was stopped since is not sent: its people would get nothing", async () => {
  const first = await ready()
  const given = await ask(first)
  await approve(given)
  await perform(given)
  await classify(first.incident, [...people, { id: "new", group: "owner_shown" }])
  const second = await ready(first.incident)
  expect(second.list.map(({ account_id }) => account_id)).toEqual(["new"])
  const waiting = await ask(second)
  await stopPlannedRun(legal, first.runId, "The letters are wrong")
  await expect(approve(waiting)).rejects.toMatchObject({ code: "conflict" })
  await expect(ask(second)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("Run 1 was stopped after the list was made"),
  })
  const anew = await ready(first.incident)
  expect(anew.list).toHaveLength(4)
  await ask(anew)
})

test("a list that was made before another run began is not sent after it", async () => {
  const first = await ready()
  const second = await ready(first.incident)
  await mailRun(system, reader, first.runId)
  await expect(ask(second)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("Run 1 began after the list was made"),
  })
})

test("a run that is stopped just as another one is sent refuses that one", async () => {
  const first = await ready()
  await mailRun(system, reader, first.runId, () => "queued")
  await classify(first.incident, [...people, { id: "new", group: "owner_shown" }])
  const second = await ready(first.incident)
  await stopPlannedRun(legal, first.runId, "The letters are wrong")
  const run = { now: new Date(), approvalId: null }
  await expect(
    system.ledger((tx) => sendNotices.perform(tx, run as never, inputOf(second))),
  ).rejects.toMatchObject({ code: "precondition" })
  expect((await getPlannedRun(support, second.runId)).state).toBe("planned")
})

test("a hold that is placed just as a run begins refuses it or pauses it: never do its letters leave", async () => {
  const letters = await ready()
  const approval = await ask(letters)
  await approve(approval)
  const hold = { place: null, agency: "FBI", reason: "An arrest is near" }
  await Promise.allSettled([perform(approval), placeHold(legal, letters.incident.id, hold)])
  const { state } = await getPlannedRun(support, letters.runId)
  expect(["planned", "paused"]).toContain(state)
  expect(await database.noticeHold.count({ where: { incidentId: letters.incident.id } })).toBe(1)
})

test("what was never made into letters, has nobody to write to or is no run cannot be asked for", async () => {
  const incident = await newIncident()
  await classify(incident, people)
  const letters = await planned(incident)
  await expect(ask(letters)).rejects.toMatchObject({ message: "The letters of this run are not made yet" })
  await mailRun(system, reader, letters.runId)
  await expect(ask(letters)).rejects.toMatchObject({ message: "This run is finished" })
  const nobody = await planned(incident)
  await expect(ask(nobody)).rejects.toMatchObject({ message: "Nobody gets a letter by this plan" })
  const other = { ...letters.run, incidentId: (await newIncident()).id }
  await expect(ask({ ...letters, run: other })).rejects.toMatchObject({
    code: expect.stringMatching(/not_found|precondition/),
  })
})

test("nobody is told to be unaffected while a reporter is unexplained, but where legal lets it pass with a reason", async () => {
  const incident = await newIncident()
  const fine = [...people, { id: "fine", group: "unaffected" }] as const
  await classify(incident, fine, { reports: [{ account_id: "fine", seen_at: "2024-02-16T14:30:00Z" }] })
  const without = await ready(incident)
  await ask(without)
  const letters = await ready(incident, { parts: everybody })
  await expect(ask(letters)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringMatching(
      /^1 person would be told that they are not affected, but \d open questions? ha(s|ve) no answer$/,
    ),
  })
  const reason = "The reporter withdrew it on the telephone"
  const finding = unaffectedKey(await conclusionOf(support.db, letters.run))
  await expect(overrideFinding(support, letters.runId, { finding, reason })).rejects.toMatchObject({
    code: "forbidden",
  })
  await overrideFinding(legal, letters.runId, { finding, reason })
  const passed = await ask(letters)
  expect(planOf(passed).sentences.at(-1)).toMatch(
    /^Legal has let a finding pass: 1 person would be told .+ answer\. Why: “The reporter withdrew it on the telephone” \(.+\)\.$/,
  )
  const result = await getResult(system, incident)
  const [{ code: first = "" } = {}] = result.summary.questions
  await answerQuestion(legal, result, { code: first, seen: null, verdict: "stands", reason })
  await expect(ask(letters), "what was let pass was another question").rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("1 stands, and may hide people"),
  })
  const { id: seen } = await database.answer.findFirstOrThrow({ where: { revisionId: result.revision.id } })
  for (const { code } of result.summary.questions)
    await answerQuestion(legal, result, {
      code,
      seen: code === first ? seen : null,
      verdict: "settled",
      reason,
    })
  await expect(approve(passed, otherLegal)).rejects.toMatchObject({ code: "conflict" })
  const settled = await ready(incident, { parts: everybody, holdS: 1 })
  await ask(settled)
})
