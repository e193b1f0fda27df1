import { expect, test } from "vitest"
import { german as words } from "../lib/notices/letters/words/german.ts"
import { german } from "./copy/de/letters.ts"

test("German letters call customers the same throughout, and count videos", () => {
  const said = JSON.stringify([german, words.told])
  expect(said).not.toMatch(/[Aa]ndere Kunden/)
  expect(said).not.toMatch(/(haben|dass) Video /)
})
