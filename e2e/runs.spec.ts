import { gzipSync } from "node:zlib"
import { declareDrill, declareWithUpload, runDone, uploadFiles } from "./desk.ts"
import { file, hostileFolder } from "./evidence.ts"
import { fragileLine } from "./fragile-line.ts"
import { incidentFiles } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { lineOnBoard, panel, RUN_MS_MAX } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test("a run is stopped while it runs, leaves nothing, and is watched to its end when it is tried again", async ({
  page,
  asPerson,
}) => {
  const earlier = new Set(incidentFiles())
  const results = () => incidentFiles().filter((path) => !earlier.has(path) && path.includes("/revisions/"))
  const incident = await declareDrill(page, "A drill that is stopped", "lying-log")
  const support = await asPerson("support")
  await support.goto(page.url())
  await expect(support.getByRole("button", { name: "Stop the run" })).toHaveAccessibleDescription(
    "This is for security; you are signed in as support.",
  )
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByRole("button", { name: "Stop the run" }).click()
  await expect(page.getByText("Stopped", { exact: true })).toBeVisible()
  await expect(support.getByText("Stopped", { exact: true }), "whoever watches sees it").toBeVisible()
  await expect(support.getByRole("button", { name: "Try again" })).toBeDisabled()
  await expect.poll(results, "nothing of it is left").toEqual([])
  await page.goto(incident)
  await expect(page, "an incident without a result leads to its evidence").toHaveURL(`${incident}/evidence`)
  await page.goBack()

  await page.getByRole("button", { name: "Try again" }).click()
  await expect(page.getByRole("heading", { name: "Revision 1, attempt 2" })).toBeVisible()
  const bar = page.getByRole("progressbar", { name: /^Run: / })
  const share = async () => Number((await bar.getAttribute("value")) ?? 0)
  const before = await share()
  await expect.poll(share, { message: "it moves on by itself", timeout: RUN_MS_MAX }).toBeGreaterThan(before)
  await expect(page.getByRole("main")).toContainText(/\d+ %\s*\d+ (s|min)/)
  await runDone(page)
  await page.getByRole("link", { name: "Go to the open questions" }).click()
  await expect(page.getByText(/of \d+ questions wait for an answer/)).toBeVisible()
  expect(results()).toContainEqual(expect.stringMatching(/\/1\/attempt-2\/summary\.json$/))
})

test("a run that fails says why, a new revision of mended evidence works, and two revisions are compared", async ({
  page,
}) => {
  test.setTimeout(150_000)
  const incident = await declareWithUpload(page, "Half an archive")
  const { "access.ndjson": log = "", "incident.yaml": text = "", ...others } = hostileFolder()
  const archive = gzipSync(log)
  const files = Object.entries(others).map(([name, content]) => file(name, content))
  files.push(file("incident.yaml", text.replace("access.ndjson", "access.ndjson.gz")))

  await test.step("it fails with the file and what is wrong with it", async () => {
    await uploadFiles(page, [...files, file("access.ndjson.gz", archive.subarray(0, archive.length - 100))])
    await page.getByRole("button", { name: "Make revision 1" }).click()
    await expect(page.getByText("Failed", { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole("main")).toContainText("access.ndjson.gz: the gzip archive is truncated")
    await expectUsable(page)
    await page.getByRole("button", { name: "Try again" }).click()
    await expect(page.getByRole("heading", { name: "Revision 1, attempt 2" })).toBeVisible()
    await expect(page.getByText("Failed", { exact: true })).toBeVisible({ timeout: 30_000 })
    await page.goto("/")
    const line = lineOnBoard(page, incident)
    await expect(line).toContainText("Another try (security)")
    await expect(line, "what failed has no figures").not.toContainText(/\d+ open question/)
  })

  await test.step("mended, the next revision is done", async () => {
    await page.goto(`${incident}/evidence`)
    await uploadFiles(page, [file("access.ndjson.gz", archive)])
    await page.getByRole("button", { name: "Make revision 2" }).click()
    await runDone(page)
    await page.goto(`${incident}/revisions`)
    await expect(page.getByRole("row", { name: /^1 Failed / })).toBeVisible()
    await expect(page.getByRole("row", { name: /^2 Done / })).toBeVisible()
    await expect(
      page.getByText("There is one finished revision, so there is nothing to compare yet"),
    ).toBeVisible()
  })

  await test.step("a shorter window makes a third, in which fewer moved for that reason", async () => {
    await page.goto(`${incident}/evidence`)
    const text = page.getByLabel("Incident file (YAML)")
    await text.fill((await text.inputValue()).replace("to: 2024-02-16T15:00:00Z", "to: 2024-02-16T14:52:00Z"))
    await page.getByRole("button", { name: "Make revision 3" }).click()
    await runDone(page)
    await page.goto(`${incident}/revisions`)
    await expect(
      page.getByRole("heading", { name: /^\d+ accounts? moved from one group to another$/ }),
    ).toBeVisible()
    await expect(panel(page, "In what the inputs differ")).toContainText(/window/i)
    await expect(panel(page, "Why they moved").getByRole("row", { name: /window/i })).toBeVisible()
    await expect(page.getByRole("table", { name: "Accounts that moved" }).getByRole("row")).not.toHaveCount(1)
    await expectUsable(page)
  })

  await test.step("the comparison can be turned round, and its address sent to a colleague", async () => {
    await page.getByLabel("Before").selectOption("Revision 3")
    await page.getByLabel("Now").selectOption("Revision 2")
    await page.getByRole("button", { name: "Compare them" }).click()
    await expect(page).toHaveURL(/with=3&revision=2/)
    await page.reload()
    await expect(page.getByLabel("Before")).toHaveValue("3")
    await expect(
      page.getByText("Revision 3 is there"),
      "an older revision says that there is a newer",
    ).toBeVisible()
  })
})

test("a line that breaks while a run is watched is said so, and the run goes on", async ({
  page,
  baseURL,
}) => {
  const line = await fragileLine(Number(new URL(baseURL ?? "").port))
  await declareDrill(page, "Watched over a bad line", "second-hand")
  await page.goto(page.url().replace(baseURL ?? "", line.url))
  await expect(page.getByRole("progressbar")).toBeVisible()
  line.cut()
  await expect(
    page.getByText("The connection to Tocsin is lost; trying again. The run itself goes on."),
  ).toBeVisible()
  line.mend()
  await runDone(page)
  await expect(page.getByText("The connection to Tocsin is lost")).toHaveCount(0)
  await line.close()
})

test("what the files lack is refused before anything runs", async ({ page }) => {
  const incident = await declareWithUpload(page, "No accounts")
  const { "accounts.csv": _, "incident.yaml": __, ...others } = hostileFolder()
  await uploadFiles(
    page,
    Object.entries(others).map(([name, content]) => file(name, content)),
  )
  await page.getByRole("button", { name: "Make revision 1" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "no file is the accounts" })).toBeVisible()
  await page.getByLabel("To (UTC)").fill("yesterday")
  await page.getByRole("button", { name: "Make revision 1" }).click()
  await expect(page.getByRole("alert").filter({ hasText: '"yesterday" is not a time' })).toBeVisible()
  await expect(page).toHaveURL(`${incident}/evidence`)
})
