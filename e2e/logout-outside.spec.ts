import { readFileSync } from "node:fs"
import type { Page } from "@playwright/test"
import { openContext } from "../lib/access/open-context.ts"
import { addAuthority } from "../lib/containment/authorities/add-authority.ts"
import { removeAuthority } from "../lib/containment/authorities/remove-authority.ts"
import { readConfig } from "../lib/platform/config.ts"
import { openResources } from "../scripts/processes/system-context.ts"
import { declareIncident } from "./desk.ts"
import { dataFolder } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { approve } from "./letters.ts"
import { emailOf } from "./people.ts"
import { panel } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

const AUTHORITY = "The company’s own script"
const STRANGER = "0".repeat(26)
/** On a machine that is busy with other work. */
const OPEN_MS_MAX = 120_000
const NAMES = ["kim", "lee", "mika", "noor", "omar"]

let forget: () => Promise<void>
test.beforeAll(async () => {
  const config = readConfig({ ...process.env, DATABASE_URL: "", TOCSIN_DATA: dataFolder() })
  const resources = openResources(config, process.env.TOCSIN_TEST_DATABASE ?? "")
  const where = { email: emailOf("administrator") }
  const { id, name } = await resources.database.user.findUniqueOrThrow({ where })
  const ctx = openContext(resources, { id, name, role: "administrator" })
  const authority = await addAuthority(ctx, {
    kind: "external",
    name: AUTHORITY,
    settings: { tokens: [{ kind: "session", effect: "immediate", windowS: 0 }] },
  })
  forget = async () => {
    await removeAuthority(ctx, authority.id)
    await resources.close()
  }
})
test.afterAll(() => forget())

test("somebody else’s system is handed a wave at a time, and what rests on its word alone is said so", async ({
  page,
  asPerson,
}) => {
  const incident = await declareIncident(page, "Logged out by the company’s own script")
  const run = await planned(page, incident)
  await expect(panel(page, "What will happen")).toContainText("is handed signed lists, a wave at a time")
  const form = panel(page, "What will happen")
  await form.getByLabel("Why it is needed").fill("Tokens may have been mixed up")
  await form.getByRole("button", { name: "Ask security to approve" }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  await approve(await asPerson("responder"), new URL(page.url()).pathname)
  await page.goto(run)
  await page.getByRole("button", { name: `Log out ${NAMES.length} subjects` }).click()

  const first = await handedOut(page, 1)
  expect(first).toHaveLength(2)
  await expectUsable(page)
  const told = await results(page, [...first, { token: STRANGER }])
  await expect(told.getByRole("listitem")).toHaveText(
    `Line 3: No subject of this run has the token ${STRANGER}`,
  )
  await expectUsable(page)
  const rest = await handedOut(page, 2)
  expect([...first, ...rest].map(({ sub }) => sub).toSorted()).toEqual(NAMES)
  await results(page, rest)
  await expect(
    page.getByText(/^Nothing was proved: that subjects were logged out is the word of/),
  ).toBeVisible({
    timeout: OPEN_MS_MAX,
  })
  await expectUsable(page)
  await page.goto(`${incident}/activity`)
  await expect(page.getByRole("table", { name: "Entries of the trail" })).toContainText(
    "Took away a file of a work list, which names accounts",
  )
})

async function planned(page: Page, incident: string): Promise<string> {
  await page.goto(`${incident}/containment/new`)
  await page.getByRole("radio", { name: AUTHORITY }).check()
  await page.getByRole("radio", { name: "A list of names" }).check()
  await page.getByRole("textbox", { name: "Names" }).fill(NAMES.join("\n"))
  await page.getByRole("radio", { name: "No cut-off at the apps" }).check()
  await page.getByLabel("Subjects that go first").fill("2")
  await page.getByLabel("Waves", { exact: true }).fill("1")
  await page.getByRole("button", { name: "Make the dry run" }).click()
  await expect(page).toHaveURL(/\/containment\/runs\/\d+$/)
  await expect(panel(page, "What will happen")).toBeVisible({ timeout: OPEN_MS_MAX })
  return new URL(page.url()).pathname
}

/** Hands the open wave out, as soon as one is open, and takes its list away. */
async function handedOut(page: Page, chunk: number): Promise<{ token: string; sub: string }[]> {
  const lists = panel(page, "Hand out")
  const list = lists.getByRole("link", { name: `list.ndjson of chunks ${chunk}-${chunk}` })
  const handOut = lists.getByRole("button", { name: "Hand out the open wave" })
  await expect(async () => {
    await page.reload()
    await expect(handOut).toBeEnabled({ timeout: 1_000 })
    await handOut.click()
    await expect(list).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: OPEN_MS_MAX })
  const download = page.waitForEvent("download")
  await list.click()
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n")
  return lines.map((line) => JSON.parse(line))
}

/** Says of each that it was logged out. */
async function results(page: Page, subjects: readonly { token: string }[]) {
  const taking = panel(page, "Take results")
  const rows = subjects.map(({ token }) => JSON.stringify({ token, state: "accepted" }))
  await taking.getByLabel("Results file").setInputFiles({
    name: "results.ndjson",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(`${rows.join("\n")}\n`),
  })
  await taking.getByRole("button", { name: "Take these results" }).click()
  await expect(taking.getByText(/results? counts? of/)).toBeVisible()
  return taking
}
