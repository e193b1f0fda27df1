import { readFileSync } from "node:fs"
import type { Page } from "@playwright/test"
import { declareDrill, runDone } from "./desk.ts"
import { expect, test } from "./journey.ts"
import { approve, askForLetters, planLetters, sayFacts, vouch } from "./letters.ts"
import { panel } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

const STRANGER = "0".repeat(26)

test("an authority’s hold pauses letters that are under way, and they do not go on", async ({
  page,
  asPerson,
}) => {
  const incident = await finishedDrill(page, "Letters that an authority stops")
  const [support, counsel] = [await asPerson("support"), await asPerson("counsel")]
  const run = await approvedRun(support, counsel, incident, { holdS: "600" })
  await support.getByRole("button", { name: /^Send [\d,]+ letters?$/ }).click()
  const live = panel(support, "How it goes")
  await expect(live.getByRole("button", { name: "Pause" })).toBeVisible()

  await counsel.goto(`${incident}/notices/holds`)
  const form = panel(counsel, "Place a hold")
  await form.getByLabel("Authority").fill("The sheriff of the county")
  await form.getByLabel("Why").fill("An arrest is to be made on Monday, file 77-12")
  await form.getByRole("button", { name: "Place the hold" }).click()
  await expect(counsel.getByText("The hold stands")).toBeVisible()

  await support.goto(run)
  await expect(live.getByText("The sheriff of the county asks to wait")).toBeVisible()
  await live.getByRole("button", { name: "Resume" }).click()
  const resume = support.getByRole("dialog", { name: "Let this run go on?" })
  await resume.getByLabel("Why").fill("Support is staffed now")
  await resume.getByRole("button", { name: /^Send [\d,]+ more letters?$/ }).click()
  await expect(
    resume.getByText(/^The sheriff of the county asks to wait\. Stop this run and ask for a new plan/),
  ).toBeVisible()
  await support.reload()
  await expect(live.getByText("It is paused: nothing leaves")).toBeVisible()
  await expectUsable(support)
})

test("somebody else’s system is handed a list, and what it says of others’ letters is named", async ({
  page,
  asPerson,
}) => {
  const incident = await finishedDrill(page, "Letters that others send")
  const [support, counsel] = [await asPerson("support"), await asPerson("counsel")]
  const run = await approvedRun(support, counsel, incident, { holdS: "0", executor: "external" })
  await support.getByRole("button", { name: /^Send [\d,]+ letters?$/ }).click()
  const lists = panel(support, "Work lists")
  await lists.getByRole("button", { name: "Hand out the next letters" }).click()
  await expect(lists.getByRole("link", { name: /^list\.ndjson/ })).toBeVisible()
  await expectUsable(support)

  const tokens = await tokensOf(support)
  expect(tokens.length).toBeGreaterThan(2)
  await lists.getByRole("button", { name: /^Write it again: chunks/ }).click()
  const again = support.getByRole("dialog", { name: "Write this list again?" })
  await again.getByRole("button", { name: /^Write the list of [\d,]+ letters$/ }).click()
  await expect(again).toBeHidden()
  expect(await tokensOf(support), "the same letters have the same tokens").toEqual(tokens)

  // One stays out: the run goes on.
  const taken = tokens.slice(1)
  const rows = [...taken, STRANGER].map((token) => JSON.stringify({ token, state: "accepted" }))
  const results = panel(support, "Results")
  await results.getByLabel("Results file").setInputFiles({
    name: "results.ndjson",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(`${rows.join("\n")}\n`),
  })
  await results.getByRole("button", { name: "Take these results" }).click()
  const told = results.getByRole("listitem")
  await expect(told).toHaveText(`Line ${rows.length}: No letter of this run has the token ${STRANGER}`)
  await expect(results.getByText(/1 about letters of others, 0 unreadable/)).toBeVisible()
  await expectUsable(support)

  await counsel.goto(`${incident}/activity`)
  await expect(
    counsel.getByRole("table", { name: "Entries of the trail" }),
    "who took the list away stands in the trail",
  ).toContainText("Took away a file of a work list")
  await counsel.goto(run)
  await expect(panel(counsel, "How it goes")).toContainText("Running")
})

/** Letters that counsel has approved, and support may send. */
async function approvedRun(
  support: Page,
  counsel: Page,
  incident: string,
  options: Parameters<typeof planLetters>[2],
): Promise<string> {
  await sayFacts(support, incident)
  await vouch(support, incident)
  const run = await planLetters(support, incident, options)
  await approve(counsel, await askForLetters(support, run))
  await support.goto(run)
  return run
}

/** Of all letters on the list that the page offers. */
async function tokensOf(page: Page): Promise<string[]> {
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: /^list\.ndjson/ }).click()
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n")
  return lines.map((line) => String(JSON.parse(line).token))
}

/** A small incident of the journey's own, classified once. */
async function finishedDrill(page: Page, title: string): Promise<string> {
  const incident = await declareDrill(page, title, "second-hand")
  await runDone(page)
  return incident
}
