import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect } from "./journey.ts"
import { openAll } from "./rooms.ts"

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
/** The rules of which the colours of the page decide; the others find the same in light and dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"]
const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

/** No rule of axe is broken, light and dark, wide and narrow, with all that is hidden opened; and no page is wider than a phone. */
export async function expectUsable(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1)
  await openAll(page)
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(sideways, `at ${size.width} px the page does not scroll sideways`).toBeLessThanOrEqual(0)
    for (const colorScheme of ["light", "dark"] as const) {
      // Without motion the colours of the other scheme are there at once.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      // "Legacy" leaves out what pages with frames need, and takes a third of the time; the only frames of ours show
      // letters, which have a lint of their own.
      const axe = new AxeBuilder({ page }).setLegacyMode().exclude("iframe")
      const asked = colorScheme === "light" ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES)
      const { violations } = await asked.analyze()
      const told = violations.flatMap(({ id, help, nodes }) =>
        nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${help}\n${target}\n${failureSummary}`),
      )
      expect(told, `${page.url()}, ${size.width} px, ${colorScheme}`).toEqual([])
    }
  }
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null })
}
