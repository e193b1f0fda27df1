import { expect, test } from "vitest"
import type { LetterLocale, LetterVariant } from "../lib/core/letters.ts"
import { lintSamples, renderSample, sampleRow } from "../lib/testing/letters/render-sample.ts"
import { letterForms } from "./letter-forms.ts"

/** What people may well write, and what comes near to what they may not. */
const sentences: Readonly<Record<LetterLocale, readonly string[]>> = {
  en: [
    "You do not need to change your password.",
    "We never ask you to log in from a letter.",
    "No video was played, and no picture was opened.",
    "Nobody could watch your cameras live.",
    "We did not attach anything to this letter.",
    "Whether anyone saved a picture, we cannot say.",
    "We would tell you if a video was played.",
    "Read more at tern.example/help/camera-settings yourself.",
    "So far we have answered 1,204 calls, e.g. about the app.",
    "Write to P.O. Box 12, Seattle, if you like paper better.",
    "We asked the cloud provider for its records on 02/16/2024.",
    "You can turn two-step checks on in the app.",
    "Our address for letters is help@tern.example.",
    "We have reset nothing on your cameras.",
    "A tap is not a video that was played.",
    "Case 20240216-77 has all that we know.",
  ],
  de: [
    "Sie müssen Ihr Kennwort nicht ändern.",
    "Wir bitten Sie in keinem Brief, sich anzumelden.",
    "Kein Video wurde abgespielt, und kein Bild wurde geöffnet.",
    "Niemand konnte Ihre Kameras live sehen.",
    "Diesem Brief ist nichts angehängt.",
    "Ob jemand ein Bild gespeichert hat, können wir nicht sagen.",
    "Mehr steht auf tern.example/hilfe/kameras.",
    "Bisher haben wir 1.204 Anrufe beantwortet, z. B. zur App.",
    "Wenn ein Video abgespielt wurde, sagen wir es Ihnen.",
    "Unsere Adresse ist help@tern.example.",
    "Die Einstellungen Ihrer Kameras sind unverändert.",
    "Am 16.02.2024 haben wir die Aufzeichnungen angefordert.",
    "Der Vorgang 20240216-77 enthält alles, was wir wissen.",
    "Sie können die Prüfung in zwei Schritten einschalten.",
    "Ein Antippen ist noch kein Abspielen.",
  ],
}

const shown = { part: "owner_shown", jurisdiction: "general", alsoViewer: false, household: false } as const
const cases = Object.entries(sentences).flatMap(([locale, all]) =>
  all.map((one) => [locale as LetterLocale, one] as const),
)

test.each(cases)("%s: %s", async (locale, sentence) => {
  const variant: LetterVariant = { ...shown, locale }
  const text = letterForms.textOf("owner_shown", locale)
  const what_we_did = `${text.sections.what_we_did}\n\n${sentence}`
  const letter = await renderSample(letterForms, variant, {
    letter: { ...text, sections: { ...text.sections, what_we_did } },
  })
  expect(lintSamples(letterForms, [letter])).toEqual([])
})

test("names and cameras as people call them are no ids", async () => {
  const letter = await renderSample(letterForms, { ...shown, locale: "en" })
  const row = sampleRow(letter)
  const labels = [
    "Camera 12",
    "Cam2",
    "Garage (2019)",
    "Haus am See, Tür 3",
    "カメラ",
    "C3PO",
    "42",
    "Deadbeef farm",
    "User manual shelf",
  ]
  const cameras = labels.map((label) => ({
    label,
    pictures: 1,
    videos: 0,
    firstAt: "2024-02-16T14:02:00Z",
    lastAt: "2024-02-16T14:02:00Z",
  }))
  const names = ["Nullah Singh", "Jo", "X Æ A-12", "O'Brien-Null", null]
  const rows = names.map((name) => ({ ...row, fields: { ...row.fields, name, cameras } }))
  expect(lintSamples(letterForms, [letter], rows)).toEqual([])
})

test("there are at least thirty", () => {
  expect(cases.length).toBeGreaterThanOrEqual(30)
})
