import { beforeEach, describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { finishedRevision, newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Result } from "../reading/result.ts"
import { answerQuestion } from "./answer-question.ts"
import { conclude, withAnswers } from "./conclusion.ts"
import { listAnswers, listEarlierAnswers } from "./list-answers.ts"
import { listBoard } from "./list-board.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const [security, legal, support] = await Promise.all([as("security"), as("legal"), as("support")])
const REASON = "The health check of the load balancer"

let incident: Awaited<ReturnType<typeof newIncident>>
let result: Result
beforeEach(async () => {
  incident = await newIncident(security)
  result = await finishedRevision(security, system, incident, ["malformed", "edge"])
})

const latest = async (code: string, of = result) =>
  (await listAnswers(security, of)).find((answer) => answer.code === code)
/** As a person does who has just read the page. */
async function answer(
  ctx: Context,
  code: string,
  verdict: "settled" | "stands",
  reason = REASON,
  of = result,
) {
  const seen = await database.answer.findFirst({
    where: { revisionId: of.revision.id, code },
    orderBy: { answeredAt: "desc" },
  })
  await answerQuestion(ctx, of, { code, verdict, reason, seen: seen?.id ?? null })
}
const answered = () => entriesOf(database, { act: "question.answer", incidentId: incident.id })
const wordOf = async () =>
  conclude(withAnswers(result.summary.questions, await listAnswers(security, result))).word

test("an answer is on file with its trail entry, and nobody is unaffected before all are settled", async () => {
  expect(await wordOf()).toBe("not shown as affected")
  await answer(security, "malformed", "settled", `  ${REASON} `)
  expect(await latest("malformed")).toMatchObject({
    verdict: "settled",
    reason: REASON,
    answeredBy: security.actor.id,
  })
  expect(await answered()).toMatchObject([
    { actor: security.actor.id, details: { revision: 1, code: "malformed", verdict: "settled" } },
  ])
  expect(await wordOf()).toBe("not shown as affected")
  await answer(legal, "edge", "settled")
  expect(await wordOf()).toBe("unaffected")
  expect((await listBoard(security))[0]).toMatchObject({ conclusion: { word: "unaffected", unanswered: 0 } })
})

test("the latest answer counts, and the earlier ones stay on file", async () => {
  await answer(security, "edge", "settled")
  await answer(legal, "edge", "stands", "The window was cut too short by an hour")
  expect((await listAnswers(security, result)).map(({ verdict }) => verdict)).toEqual(["stands", "settled"])
  expect(await wordOf()).toBe("not shown as affected")
})

describe("a second click", () => {
  test("is no second answer, nor are two at once", async () => {
    const input = { code: "edge", verdict: "settled" as const, reason: REASON, seen: null }
    await Promise.all(Array.from({ length: 4 }, () => answerQuestion(security, result, input)))
    await answerQuestion(security, result, input)
    expect([await listAnswers(security, result), await answered()]).toEqual([
      [expect.objectContaining({ code: "edge" })],
      [expect.anything()],
    ])
  })

  test("of somebody else is their own answer", async () => {
    await answer(security, "edge", "settled")
    await answer(legal, "edge", "settled")
    expect((await listAnswers(security, result)).map(({ answeredBy }) => answeredBy)).toEqual([
      legal.actor.id,
      security.actor.id,
    ])
  })
})

test("of two who answer what both saw unanswered, one is told of the other, and overrules nobody unseen", async () => {
  const given = await Promise.allSettled([
    answerQuestion(security, result, { code: "edge", verdict: "settled", reason: REASON, seen: null }),
    answerQuestion(legal, result, { code: "edge", verdict: "stands", reason: REASON, seen: null }),
  ])
  const [lost] = given.filter((one) => one.status === "rejected")
  expect(lost?.reason).toMatchObject({
    code: "conflict",
    message: "Somebody else has answered this meanwhile. Load the page again to see it.",
  })
  expect([(await listAnswers(security, result)).length, (await answered()).length]).toEqual([1, 1])
})

describe("no answer is filed, and nothing stands in the trail,", () => {
  test.each<[string, () => Context, object, object]>([
    ["by support, who is told who may", () => support, {}, { code: "forbidden" }],
    ["to a question that is not asked", () => security, { code: "sources" }, { code: "not_found" }],
    [
      "without a reason",
      () => security,
      { reason: "  ok  " },
      { fields: { reason: "Say why, in a sentence that will stand in the report" } },
    ],
    [
      "without a verdict",
      () => security,
      { verdict: "maybe" },
      { fields: { verdict: "Choose whether it may hide anybody" } },
    ],
  ])("%s", async (_, ctx, wrong, error) => {
    const input = { code: "edge", verdict: "settled", reason: REASON, seen: null, ...wrong }
    await expect(answerQuestion(ctx(), result, input as never)).rejects.toMatchObject(error)
    expect([await listAnswers(security, result), await answered()]).toEqual([[], []])
  })
})

test("an answer belongs to its revision: the next one is told of it, and asks again", async () => {
  await answer(security, "edge", "settled")
  const next = await finishedRevision(security, system, incident, ["edge"])
  expect(await listAnswers(security, next)).toEqual([])
  expect([...(await listEarlierAnswers(security, next))]).toMatchObject([
    ["edge", { revision: 1, count: 3, verdict: "settled" }],
  ])
  await answer(security, "edge", "stands", REASON, next)
  expect(await latest("edge")).toMatchObject({ verdict: "settled" })
})
