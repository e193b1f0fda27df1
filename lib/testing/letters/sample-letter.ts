import type { RecipientFields } from "../../notices/letters/fields.ts"
import type { LetterFacts } from "../../notices/letters/schemas.ts"

/** What all letters of a test's incident have in common. */
export const sampleFacts: LetterFacts = {
  company: "Tern Cameras",
  parentCompany: "Shoreline Holdings",
  product: "Tern",
  securityPage: "tern.example/security",
  checkPage: "tern.example/letters",
  supportEmail: "help@tern.example",
  supportPhone: "+1 800 555 0142",
  supportHours: {
    en: "We answer every day from 6 AM to 10 PM Pacific Time",
    de: "Wir antworten täglich von 8 bis 20 Uhr",
  },
  postalAddress: "12 Harbor Street, Seattle, WA 98101, USA",
  happenedFrom: "2024-02-16T10:10:00Z",
  happenedTo: "2024-02-16T18:00:00Z",
  timeZone: "America/Los_Angeles",
  whatHappened: {
    en: "Many cameras went offline for some hours. When they came back, our system mixed up which camera belongs to which account. For a while, the Events page showed some people pictures from cameras that were not theirs.",
    de: "Viele Kameras waren für einige Stunden nicht erreichbar. Als sie wieder da waren, hat unser System verwechselt, welche Kamera zu welchem Konto gehört. Eine Zeit lang hat die Seite „Ereignisse“ deshalb manchen Menschen Bilder von Kameras gezeigt, die nicht ihre waren.",
  },
  whatWeDid: {
    en: "- We turned the Events page off as soon as we knew.\n- We signed everyone out who had used the app that day.\n- We added a check of the owner each time a picture is shown.",
    de: "- Wir haben die Seite „Ereignisse“ abgeschaltet, sobald wir davon wussten.\n- Wir haben alle abgemeldet, die die App an diesem Tag benutzt hatten.\n- Jetzt wird jedes Mal geprüft, wem ein Bild gehört, bevor es gezeigt wird.",
  },
  mitigation: null,
  isDelayedByAuthority: false,
}

const at = { firstAt: "2024-02-16T14:02:00Z", lastAt: "2024-02-16T14:20:00Z" }

/** What a letter tells of a reader of a test, who is an owner and a viewer. */
export const sampleFields: RecipientFields = {
  name: "Ines Okoye",
  timeZone: "America/New_York",
  cameras: [
    { label: "Front door", pictures: 3, videos: 0, ...at },
    { label: "Nursery", pictures: 1, videos: 0, ...at },
  ],
  camerasMore: 0,
  pictures: 4,
  videos: 0,
  tapped: 0,
  viewers: 3,
  viewersUnknown: false,
  seenOwners: 2,
  seenPictures: 4,
  seenVideos: 0,
}

/** The same, with what the letter to a group counts. */
export function sampleFieldsOf(group: string): RecipientFields {
  const told = { group: "owner_shown", at: "2024-02-20T18:00:00Z" } as const
  return {
    ...sampleFields,
    videos: group === "owner_video" ? 1 : 0,
    tapped: group === "owner_video" || group === "owner_tapped" ? 2 : 0,
    told,
  }
}
