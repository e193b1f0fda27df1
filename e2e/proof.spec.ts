import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "@playwright/test"
import { writeLogAfterSwitch } from "../lib/replay/after-switch.ts"
import { watchedLogs } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { disclose, FRIDAY, panel, untilDone } from "./rooms.ts"
import { FRIDAY as DRILL } from "./seed.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

const MINUTE_MS = 60_000
const from = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS)
const { seed, scale = 0.001, accounts = 100_000 } = DRILL
/** A log in which every read is by somebody who may, and one in which strangers go on. */
const logOf = (folder: string, isLeaking: boolean) =>
  writeLogAfterSwitch({
    ...{ seed, scale, accounts, from, perMinute: 300 },
    out: join(watchedLogs(), folder),
    to: new Date(from.getTime() + 30 * MINUTE_MS),
    ...(isLeaking ? { leaks: { from: new Date(from.getTime() + 20 * MINUTE_MS), perMinute: 3 } } : {}),
  })

test.beforeAll(async () => {
  mkdirSync(watchedLogs(), { recursive: true })
  await logOf("clean", false)
  await logOf("leaking", true)
})

test("a log after an action is clean, another is not, and what cannot be read says so", async ({ page }) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/containment`)
  const proof = panel(page, "Proof")
  await expect(proof).toContainText("A switch that says off proves nothing yet")
  await start(page, "elsewhere")
  await expect(proof.getByText(/there is no folder elsewhere/)).toBeVisible()
  await start(page, "clean")
  await expect(proof.getByText("Clean", { exact: true }).first()).toBeVisible({ timeout: 120_000 })
  await expect(proof).toContainText(/: 0 of 9,000 reads since .*; ordinary day: .* an hour.*; no open gap/)
  await expect(proof).toContainText(/At the incident's own rate of .* misbound events per 1,000 reads/)
  await expect(
    proof.getByRole("img", { name: /: 0 misbound events in scope among 9,000 reads/ }).first(),
  ).toBeVisible()
  await expectUsable(page)
  await page.screenshot({ path: "test-results/proof-clean.png", fullPage: true })
  await stop(page)
  await disclose(proof, "Watch a log again")
  await start(page, "leaking")
  await expect(proof.getByText("Still misbound", { exact: true }).first()).toBeVisible({ timeout: 120_000 })
  await expect(proof).toContainText(/: 30 of 9,030 reads since .* \(30 by strangers\)/)
  await page.screenshot({ path: "test-results/proof-leaking.png", fullPage: true })
  await stop(page)
})

async function start(page: Page, folder: string) {
  const proof = panel(page, "Proof")
  await proof.getByLabel("Folder of the log").fill(folder)
  await proof.getByLabel("Since (UTC)").fill(from.toISOString().slice(0, 19))
  await proof.getByLabel("Read again every (minutes)").fill("10")
  await proof.getByRole("button", { name: "Watch this log" }).click()
}

async function stop(page: Page) {
  await panel(page, "Proof").getByRole("button", { name: "Stop watching" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Stop watching" }).click()
  await expect(panel(page, "Proof")).toContainText("Nobody watches this log any more")
}

test.describe("an auditor", () => {
  test.use({ person: "auditor" })
  test("sees the proof and starts nothing", async ({ page }) => {
    await page.goto(`${FRIDAY}/containment`)
    await expect(panel(page, "Proof")).toBeVisible()
    await expect(
      page.getByRole("button", { name: /Watch this log|Stop watching/, disabled: false }),
    ).toHaveCount(0)
  })
})
