import { expect, test } from "vitest"
import type { LetterVariant } from "../../core/letters.ts"
import { sampleFields } from "../../testing/letters/sample-letter.ts"
import { valuesOf } from "./fields.ts"
import { valueText } from "./value-text.ts"

const english: LetterVariant = {
  part: "owner_video",
  locale: "en",
  jurisdiction: "general",
  alsoViewer: true,
  household: false,
}
const german: LetterVariant = { ...english, locale: "de" }
const sent = { code: "7K2M-9QX4-0HZ8-TB3W", at: new Date("2024-03-04T23:30:00Z") }
const at = { firstAt: "2024-02-16T14:02:00Z", lastAt: "2024-02-16T14:20:00Z" }

test("whoever received footage without an account that is known is named, and counted as no account", () => {
  const known = { ...sampleFields, viewers: 3, viewersUnknown: true }
  const unknown = { ...sampleFields, viewers: 0, viewersUnknown: true }
  const viewersOf = (fields: typeof known, variant: LetterVariant) => valuesOf(fields, variant, sent).viewers
  expect(viewersOf(known, english)).toBe("3 other accounts, and by someone whose account we do not know")
  expect(viewersOf(unknown, english)).toBe("someone whose account we do not know")
  expect(viewersOf(known, german)).toBe("3 andere Konten, und außerdem jemand, dessen Konto wir nicht kennen")
  expect(viewersOf(unknown, german)).toBe("jemand, dessen Konto wir nicht kennen")
})

test("counts are right for one and for many, in both languages", () => {
  const one = {
    ...sampleFields,
    pictures: 1,
    videos: 1,
    tapped: 1,
    viewers: 1,
    seenOwners: 1,
    seenPictures: 1,
  }
  const many = {
    ...sampleFields,
    pictures: 1_204,
    videos: 2,
    tapped: 0,
    viewers: 1_000,
    seenOwners: 2,
    seenPictures: 0,
    seenVideos: 3,
  }
  expect(valuesOf(one, english, sent)).toMatchObject({
    footage: "1 picture and 1 video",
    videos: "1 video",
    enlarged: "1 picture",
    viewers: "1 other account",
    seen_footage: "1 picture",
    seen_owners: "1 other account",
  })
  expect(valuesOf(one, german, sent)).toMatchObject({
    footage: "1 Bild und 1 Video",
    viewers: "1 anderes Konto",
    seen_owners: "1 anderen Konto",
  })
  expect(valuesOf(many, english, sent)).toMatchObject({
    footage: "1,204 pictures and 2 videos",
    enlarged: "none",
    viewers: "1,000 other accounts",
    seen_footage: "3 videos",
  })
  expect(valuesOf(many, german, sent)).toMatchObject({
    footage: "1.204 Bilder und 2 Videos",
    enlarged: "keine",
    viewers: "1.000 andere Konten",
    seen_owners: "2 anderen Konten",
  })
})

test("times are those of the reader's clock, and the zone is named; one that is none is UTC, and said to be", () => {
  const cameras = [{ label: "Door", pictures: 1, videos: 0, ...at }]
  const lineIn = (timeZone: string | null, variant = english) => {
    const { cameras: lines, times, sent_on } = valuesOf({ ...sampleFields, cameras, timeZone }, variant, sent)
    return [lines?.[0], times, sent_on]
  }
  expect(lineIn("America/New_York")).toEqual([
    "Door: 1 picture, recorded on February 16, 2024, 9:02 AM – 9:20 AM",
    "Times are in your time zone, Eastern Time",
    "March 4, 2024",
  ])
  expect(lineIn("Asia/Tokyo", german)).toEqual([
    "Door: 1 Bild, aufgenommen am 16. Februar 2024, 23:02–23:20 Uhr",
    "Die Zeiten gelten in Ihrer Zeitzone (Japanische Normalzeit)",
    "5. März 2024",
  ])
  const utc = "Times are in UTC, for we do not know your time zone"
  for (const none of [null, "Mars/Base", "", "'; --"]) expect(lineIn(none)[1]).toBe(utc)
})

test("what was recorded over several days is told from when to when", () => {
  const cameras = [
    { label: null, pictures: 2, videos: 0, firstAt: "2024-02-15T03:02:00Z", lastAt: at.lastAt },
  ]
  const fields = { ...sampleFields, cameras, camerasMore: 12 }
  expect(valuesOf(fields, english, sent).cameras).toEqual([
    "Camera without a name: 2 pictures, recorded from February 14, 2024 at 10:02 PM to February 16, 2024 at 9:20 AM",
    "and 12 more cameras",
  ])
  expect(valuesOf(fields, german, sent).cameras).toEqual([
    "Kamera ohne Namen: 2 Bilder, aufgenommen vom 14. Februar 2024 um 22:02 Uhr bis zum 16. Februar 2024 um 09:20 Uhr",
    "und 12 weitere Kameras",
  ])
  expect(valuesOf({ ...fields, camerasMore: 1 }, german, sent).camera_names).toEqual([
    "Kamera ohne Namen",
    "und 1 weitere Kamera",
  ])
})

test("only a correction says what was told before", () => {
  const told = { group: "unaffected", at: "2024-02-20T18:00:00Z" } as const
  expect(valuesOf({ ...sampleFields, told }, english, sent)).not.toHaveProperty("told_on")
  expect(valuesOf({ ...sampleFields, told }, { ...english, part: "owner_video.up" }, sent)).toMatchObject({
    told_on: "February 20, 2024",
    told_before: "that you were not affected",
  })
})

test.each([
  ["a name", "Zoë Łukasz-O'Brien", "Hello Zoë Łukasz-O'Brien,"],
  ["nobody's name", null, "Hello,"],
  ["only what is not seen", "\u200b\u202e \u2066", "Hello,"],
  ["an address", "Win at evil.example", "Hello,"],
  ["an address of mail", "a@b", "Hello,"],
  ["more lines", "Ines\r\nBcc: x", "Hello Ines Bcc: x,"],
  ["turned direction", "I\u202enes", "Hello Ines,"],
  ["Hebrew, kept apart", "נועה", "Hello \u2068נועה\u2069,"],
  ["half a character", "Ines\ud83d", "Hello Ines\ufffd,"],
])("a greeting for %s", (_, name, greeting) => {
  expect(valuesOf({ ...sampleFields, name }, english, sent).greeting).toBe(greeting)
})

test("labels are no links, and are cut where they are endless", () => {
  const labels = ["https://evil.example/login", "A".repeat(300), `e${"\u0301".repeat(400)}`, "👩‍👩‍👧 room"]
  const cameras = labels.map((label) => ({ label, pictures: 1, videos: 0, ...at }))
  const [link, long, stacked, family] =
    valuesOf({ ...sampleFields, cameras }, english, sent).camera_names ?? []
  expect(link).toBe("https: //evil. example/login")
  expect(long).toBe(`${"A".repeat(59)}…`)
  expect(stacked?.length).toBeLessThan(6)
  expect(family).toBe("👩‍👩‍👧 room")
})

test("a value is cut between characters", () => {
  expect(valueText("😀😀😀😀", 3)).toBe("😀😀…")
})
