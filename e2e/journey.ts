import { test as base, expect, type Page } from "@playwright/test"
import { sessionFile } from "./installation.ts"
import type { JourneyPerson } from "./people.ts"

export { expect }

interface Journey {
  /** Who is signed in when the journey begins; null for nobody. */
  person: JourneyPerson | null
  /** Opens a browser of somebody else beside it. */
  asPerson: (person: JourneyPerson | null) => Promise<Page>
  /** What may break on a journey on which something is broken. */
  tolerated: RegExp | null
  /** Fails a journey on whose way a page broke or text of the evidence came alive. */
  soundness: undefined
}

const nobody = { cookies: [], origins: [] }

/** A test of a journey through the console, by a person who is signed in. */
export const test = base.extend<Journey>({
  person: ["security", { option: true }],
  tolerated: [null, { option: true }],
  storageState: async ({ person }, use) => use(person ? sessionFile(person) : nobody),
  asPerson: async ({ browser, baseURL }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (person) => {
      const context = await browser.newContext({
        storageState: person ? sessionFile(person) : nobody,
        ...(baseURL ? { baseURL } : {}),
      })
      contexts.push(context)
      return await context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  soundness: [
    async ({ context, tolerated }, use) => {
      const faults: string[] = []
      context.on("weberror", (error) => faults.push(String(error.error())))
      context.on("dialog", async (dialog) => {
        faults.push(`a dialog opened: ${dialog.message()}`)
        await dialog.dismiss()
      })
      context.on("console", (message) => {
        // A refused request is told by the page itself, in words.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          faults.push(message.text())
      })
      await use(undefined)
      const intolerable = faults.filter((fault) => !tolerated?.test(fault))
      expect(intolerable, "what broke on the pages of this journey").toEqual([])
    },
    { auto: true },
  ],
})
