import type { LetterLocale, LetterVariant } from "../../core/letters.ts"
import type { RecipientFields } from "../letters/fields.ts"

/** A code of the right form that no letter has. */
export const STAND_IN_CODE = "0000-0000-0000-0000"
const HOUR_MS = 3_600_000

const words: Record<LetterLocale, { name: string; cameras: readonly [string, string] }> = {
  en: { name: "(name)", cameras: ["(camera 1)", "(camera 2)"] },
  de: { name: "(Name)", cameras: ["(Kamera 1)", "(Kamera 2)"] },
}

/** Values of nobody: a letter with them can be shown to anybody who may know of the incident. */
export function standInFields({ locale, part }: LetterVariant, at: Date): RecipientFields {
  const { name, cameras } = words[locale]
  const ago = (hours: number) => new Date(at.getTime() - hours * HOUR_MS).toISOString()
  return {
    name,
    timeZone: null,
    cameras: cameras.map((label, nth) => ({
      label,
      pictures: 3,
      videos: nth,
      firstAt: ago(72),
      lastAt: ago(48),
    })),
    camerasMore: 0,
    pictures: 6,
    videos: 1,
    tapped: 2,
    viewers: 2,
    viewersUnknown: false,
    seenOwners: 1,
    seenPictures: 4,
    seenVideos: 1,
    told: part.includes(".") ? { group: "owner_shown", at: ago(240) } : null,
  }
}
