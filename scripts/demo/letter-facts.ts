import type { LetterFacts } from "../../lib/notices/letters/schemas.ts"

/** What the letters of the demo's incident have in common. The maker is invented, as is what it says. */
export const demoFacts: LetterFacts = {
  company: "Example Cameras",
  parentCompany: "Example Holdings",
  product: "Example Cameras app",
  securityPage: "example.com/security",
  checkPage: "example.com/letters",
  supportEmail: "help@demo.example",
  supportPhone: "+1 206 555 0142",
  supportHours: {
    en: "We answer every day from 8:00 to 20:00 Pacific Time",
    de: "Wir antworten täglich von 8 bis 20 Uhr (Ortszeit Seattle)",
  },
  postalAddress: "Example Cameras, 100 Example Street, Seattle, WA 98101, USA",
  happenedFrom: "2024-02-16T17:05:00Z",
  happenedTo: "2024-02-16T17:55:00Z",
  timeZone: "America/Los_Angeles",
  whatHappened: {
    en: "On Friday morning our cameras were offline for some hours. As they came back, a part of our system mixed up whose camera was whose. Some customers were shown pictures from cameras that are not theirs.",
    de: "Am Freitag waren unsere Kameras einige Stunden lang nicht erreichbar. Als sie wieder verbunden wurden, verwechselte ein Teil unseres Systems, welche Kamera wem gehört. Einige Kunden bekamen Bilder von Kameras zu sehen, die ihnen nicht gehören.",
  },
  whatWeDid: {
    en: "- We turned off the tab that showed the pictures.\n- We signed everyone out who had used the app that day.\n- We added a check of who owns a camera before anything from it is shown.",
    de: "- Wir haben den Bereich abgeschaltet, der die Bilder zeigte.\n- Wir haben alle abgemeldet, die die App an diesem Tag benutzt hatten.\n- Wir prüfen jetzt, wem eine Kamera gehört, bevor etwas von ihr gezeigt wird.",
  },
  mitigation: null,
  isDelayedByAuthority: false,
}
