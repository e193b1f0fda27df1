import { declareDrill, runDone } from "./desk.ts"
import { databasePid, incidentFiles, webPid, workerPid } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { FRIDAY, lineOnBoard, panel, untilDone } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

/** The lease of a worker that says nothing, and what a busy machine takes to start another. */
const REAPED_MS_MAX = 45_000

test("a worker that is killed in a run leaves it failed with its reason, and trying again works", async ({
  page,
}) => {
  test.setTimeout(150_000)
  const before = new Set(incidentFiles())
  const incident = await declareDrill(page, "A worker is killed", "second-hand")
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 })
  process.kill(workerPid(), "SIGKILL")
  await expect(page.getByText("Failed", { exact: true })).toBeVisible({ timeout: REAPED_MS_MAX })
  await expect(page.getByRole("main")).toContainText(
    "The worker that ran it ended or lost touch with the database. Nothing of it counts; try again.",
  )
  expect(incidentFiles().filter((path) => !before.has(path) && path.endsWith("summary.json"))).toEqual([])
  await page.goto("/")
  await expect(lineOnBoard(page, incident)).toContainText("Another try (security)")
  await page.goBack()
  await page.getByRole("button", { name: "Try again" }).click()
  await expect(page.getByRole("heading", { name: "Revision 1, attempt 2" })).toBeVisible()
  await runDone(page)
})

test.describe("without a database", () => {
  // React tells the browser's console that the server could not make the page.
  test.use({ tolerated: /React error #441/ })

  test("while the database is gone a page says so in words, and answers again when it is back", async ({
    page,
  }) => {
    test.setTimeout(150_000)
    await untilDone(page, FRIDAY)
    process.kill(await databasePid(), "SIGKILL")
    await page.goto(`${FRIDAY}/people?revision=1`)
    await expect(page.getByText("This page could not be made")).toBeVisible()
    await expect(page.getByRole("link", { name: "Go to the incidents" })).toBeVisible()
    await expectUsable(page)
    await expect(async () => {
      await page.getByRole("button", { name: "Try again" }).click({ timeout: 1_000 })
      await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible({ timeout: 3_000 })
    }).toPass({ timeout: REAPED_MS_MAX })
    await page.goto(FRIDAY)
    await expect(panel(page, "Viewers"), "nothing was lost").toContainText(/13,000\s*viewers/)
  })
})

test("a worker that is asked to end in a run gives it back, and the next one does it", async ({ page }) => {
  test.setTimeout(150_000)
  await declareDrill(page, "A worker ends in order", "second-hand")
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 })
  process.kill(workerPid(), "SIGTERM")
  await runDone(page)
  await page.reload()
  await expect(page.getByRole("heading", { name: "Revision 1, attempt 2" })).toBeVisible()
})

test.describe("without a web server", () => {
  // The browser tells its console that a stream broke.
  test.use({ tolerated: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/ })

  test("one that is asked to end says so at once, ends in order, and pages find the next one", async ({
    page,
    request,
  }) => {
    test.setTimeout(150_000)
    const incident = await declareDrill(page, "The web server ends", "second-hand")
    await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 })
    const before = webPid()
    process.kill(before, "SIGTERM")
    const ready = () =>
      request.get("/health/ready").then(
        (answer) => answer.status(),
        () => null,
      )
    await expect.poll(ready, { intervals: [20] }).toBe(503)
    await expect.poll(ready, { timeout: REAPED_MS_MAX }).toBe(200)
    expect(webPid()).not.toBe(before)
    await runDone(page)
    await page.goto(incident)
    await expect(panel(page, "Owners")).toContainText(/[\d,]+\s*owners/)
  })
})

test("a run goes on while the database restarts, and its result counts", async ({ page }) => {
  test.setTimeout(150_000)
  const incident = await declareDrill(page, "The database restarts", "second-hand")
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 })
  process.kill(await databasePid(), "SIGKILL")
  await runDone(page)
  await page.goto(incident)
  await expect(panel(page, "Owners")).toContainText(/[\d,]+\s*owners/)
})
