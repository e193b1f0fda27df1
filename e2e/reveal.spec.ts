import { readFileSync } from "node:fs"
import type { Locator, Page } from "@playwright/test"
import { HOSTILE_AGENT, HOSTILE_LABEL, HOSTILE_NAME } from "./evidence.ts"
import { expect, test } from "./journey.ts"
import { definition, FRIDAY, HOSTILE, lookUp, panel, reveal, untilDone } from "./rooms.ts"

const people = (page: Page) => page.getByRole("table", { name: "Owners and viewers" })

test("who a pseudonym is shows to whoever gave a reason, on pages and in lists, and to nobody else", async ({
  page,
  asPerson,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/people?revision=1&side=viewer&gradeMin=video`)
  await people(page).getByRole("rowheader").nth(4).getByRole("link").click()
  await expect(page.getByRole("heading", { name: /^Why P-/ })).toBeVisible()
  await expect(page.getByRole("main")).not.toContainText("@")
  await expect(page.getByRole("main"), "its log lines say nothing of it yet").not.toContainText(
    '"account_id"',
  )

  await page.getByRole("button", { name: "Reveal who this is" }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog).toContainText("1 account for 60 minutes")
  await expect(dialog).toContainText("The trail keeps who revealed which pseudonym, when and why.")
  await dialog.getByLabel("Why you have to know").fill("   ")
  await dialog.getByRole("button", { name: "Reveal 1 person" }).click()
  await expect(dialog).toContainText("Say why")
  await dialog.getByRole("button", { name: "Cancel" }).click()

  const who = await reveal(page)
  const address = await definition(who, "E-mail").innerText()
  expect(address).toContain("@")
  await page.goto(`${FRIDAY}/people?revision=1&side=viewer&gradeMin=video`)
  await expect(people(page)).toContainText(address)
  const exported = await download(page, page.getByRole("link", { name: /^Export 118 accounts/ }))
  expect(exported, "lists to take away name nobody before all are revealed").not.toContain("@")

  for (const role of ["support", "legal"] as const) {
    const other = await asPerson(role)
    await other.goto(`${FRIDAY}/people?revision=1&side=viewer&gradeMin=video`)
    await expect(people(other).getByRole("rowheader").first()).toBeVisible()
    await expect(people(other)).not.toContainText("@")
  }
})

test("all names stand in lists and exports of those to whom the revision is revealed", async ({
  page,
  asPerson,
}) => {
  await untilDone(page, HOSTILE)
  const legal = await asPerson("legal")
  await legal.goto(`${HOSTILE}/people?revision=1`)
  await expect(legal.getByText("All names of this revision are revealed to you")).toBeVisible()
  const named = await exportedBy(legal, HOSTILE)
  expect(named.people).toContain("account_id")
  expect(named.people).toContain("kim")
  expect(named.exposures).toContain("svg onload")
  expect(named.evidence).toContain("iframe")

  const unnamed = await exportedBy(page, HOSTILE)
  for (const [list, text] of Object.entries(unnamed))
    for (const canary of [HOSTILE_NAME, HOSTILE_LABEL, HOSTILE_AGENT.slice(0, 20), "kim", "HYPERLINK", "@"])
      expect(text.replaceAll('""', '"'), list).not.toContain(canary)
})

test("support finds and tells one customer, and is shown nothing of the other side", async ({ asPerson }) => {
  const security = await asPerson("security")
  await untilDone(security, FRIDAY)
  const seen = await security.request.get(`/api${FRIDAY}/exposures?revision=1&gradeMin=video&scope=in`)
  const { rows } = (await seen.json()) as { rows: Record<string, string | null>[] }
  const { owner, viewer, deviceId, mediaId } = rows.find((row) => row.viewer && row.mediaId) ?? {}
  if (!owner || !viewer || !deviceId || !mediaId) throw new Error("the first video names both sides")

  const page = await asPerson("support")
  await page.goto(`${FRIDAY}?revision=1`)
  const nav = page.getByRole("navigation", { name: "Rooms of the incident" })
  await expect(nav.getByRole("link", { name: "People" })).toBeVisible()
  await expect(nav.getByRole("link", { name: "Exposures" })).toHaveCount(0)
  await expect(page.getByRole("link", { name: "Export Misbound events" })).toHaveCount(0)

  for (const [one, other] of [
    [owner, viewer],
    [viewer, owner],
  ] as const) {
    await page.goto(`${FRIDAY}/people/${one}?revision=1`)
    await expect(page.getByRole("heading", { name: `Why ${one}?` })).toBeVisible()
    const told = await page.content()
    for (const canary of [other, deviceId, mediaId, "the log line"]) expect(told, one).not.toContain(canary)
    await expect(page.getByText("The other side is not shown to your role.").first()).toBeVisible()
  }
  await reveal(page)

  const api = `/api${FRIDAY}`
  for (const address of [
    `${api}/exposures?revision=1`,
    `${api}/exposures?revision=1&person=${owner}`,
    ...["exposures", "evidence", "rejects"].map((list) => `${api}/export/${list}?revision=1`),
  ]) {
    const answer = await page.request.get(address, { headers: { "sec-fetch-site": "same-origin" } })
    expect(answer.status(), address).toBe(403)
    expect(await answer.text()).not.toMatch(/P-\w{4}-/)
  }
  const answer = await page.goto(`${FRIDAY}/exposures?revision=1`)
  expect(answer?.status()).toBe(403)
})

test("support is told of a look-up what the trail keeps, and who was found is theirs for an hour", async ({
  asPerson,
}) => {
  const page = await asPerson("support")
  await untilDone(page, HOSTILE)
  await page.goto(`${HOSTILE}/people?revision=1`)
  await expect(panel(page, "Look somebody up")).toContainText(
    "The trail keeps who looked, when, why and at which pseudonyms",
  )
  await page.getByLabel("Account id or e-mail address").fill("kim")
  await page.getByLabel("Why you look").fill("  ")
  await page.getByRole("button", { name: "Look up" }).click()
  await expect(page.getByText("Say why")).toBeVisible()
  await lookUp(page, "kim")
  await expect(panel(page, "Who this is")).toContainText("kim")
  await expect(page.getByRole("main")).not.toContainText("cam1")
})

test("an export is made by a person on a page of ours alone: no other site and no look ahead can", async ({
  page,
}) => {
  await untilDone(page, HOSTILE)
  const address = `/api${HOSTILE}/export/inputs?revision=1`
  const refused: Record<string, string>[] = [
    {},
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin", "sec-purpose": "prefetch" },
    { referer: "https://elsewhere.example/" },
  ]
  for (const headers of refused)
    expect((await page.request.get(address, { headers })).status(), JSON.stringify(headers)).toBe(403)
  const own = await page.request.get(address, { headers: { "sec-fetch-site": "same-origin" } })
  expect(own.status()).toBe(200)
})

/** The lists that name people, as somebody takes them away. */
async function exportedBy(page: Page, incident: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const [list, name] of [
    ["people", "Export People"],
    ["exposures", "Export Exposures"],
    ["evidence", "Export Misbound events"],
    ["rejects", "Export Unreadable rows"],
  ] as const) {
    await page.goto(`${incident}?revision=1`)
    texts[list] = await download(page, page.getByRole("link", { name, exact: true }))
  }
  return texts
}

async function download(page: Page, link: Locator): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()])
  return readFileSync(await file.path(), "utf8")
}
