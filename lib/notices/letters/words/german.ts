import type { LetterWords } from "./letter-words.ts"

export const german: LetterWords = {
  formats: "de-DE",
  moment: (day, time) => `${day} um ${time} Uhr`,
  stretch: (day, from, to) => `${day}, ${from}–${to} Uhr`,
  headings: {
    what_happened: "Was geschehen ist",
    what_information: "Worum es geht",
    also_viewer: "Aufnahmen, die Sie erhalten haben",
    household: "Jemand, der Ihre Kameras früher mitbenutzt hat",
    safety: "Ihre Sicherheit",
    what_we_did: "Was wir getan haben",
    what_to_do: "Was Sie tun können",
    mitigation: "Was wir Ihnen anbieten",
    rights_massachusetts: "Ihre Rechte in Massachusetts",
    whom_to_ask: "Wen Sie fragen können",
  },
  california: {
    title: "Notice of Data Breach (Mitteilung über eine Datenpanne)",
    headings: {
      what_happened: "What Happened (Was geschehen ist)",
      what_information: "What Information Was Involved (Worum es geht)",
      what_we_did: "What We Are Doing (Was wir tun)",
      what_to_do: "What You Can Do (Was Sie tun können)",
      whom_to_ask: "For More Information (Wen Sie fragen können)",
    },
    date: "Datum dieser Mitteilung: {{sent_on}}",
    notDelayed: "Keine Strafverfolgungsbehörde hat uns gebeten, mit dieser Mitteilung zu warten.",
    delayed: "Eine Strafverfolgungsbehörde hat uns gebeten, mit dieser Mitteilung zu warten.",
  },
  greeting: (name) => (name === null ? "Guten Tag!" : `Guten Tag ${name}!`),
  pictures: (count, isOne) => `${count} ${isOne ? "Bild" : "Bilder"}`,
  videos: (count, isOne) => `${count} ${isOne ? "Video" : "Videos"}`,
  accounts: (count, isOne) => `${count} ${isOne ? "anderes Konto" : "andere Konten"}`,
  accountsOf: (count, isOne) => `${count} ${isOne ? "anderen Konto" : "anderen Konten"}`,
  byUnknown: (accounts) =>
    accounts === null
      ? "jemand, dessen Konto wir nicht kennen"
      : `${accounts}, und außerdem jemand, dessen Konto wir nicht kennen`,
  none: "keine",
  and: "und",
  unnamedCamera: "Kamera ohne Namen",
  camera: (label, footage, { text, until }) =>
    `${label}: ${footage}, aufgenommen ${until === null ? `am ${text}` : `vom ${text} bis zum ${until}`}`,
  moreCameras: (count, isOne) => (isOne ? "und 1 weitere Kamera" : `und ${count} weitere Kameras`),
  timesIn: (zone) => `Die Zeiten gelten in Ihrer Zeitzone (${zone})`,
  timesInUtc: "Die Zeiten sind in UTC, denn Ihre Zeitzone kennen wir nicht",
  told: {
    owner_video:
      "dass andere Kundinnen und Kunden Aufnahmen Ihrer Kameras erhalten hatten und dass mindestens ein Video abgespielt worden war",
    owner_tapped:
      "dass andere Kundinnen und Kunden Bilder Ihrer Kameras erhalten und geöffnet hatten und dass kein Video abgespielt worden war",
    owner_shown:
      "dass andere Kundinnen und Kunden Bilder Ihrer Kameras erhalten hatten und dass niemand sie geöffnet hatte",
    viewer_only:
      "dass Sie Aufnahmen anderer erhalten hatten und dass von Ihren nichts zu anderen gelangt war",
    undetermined: "dass wir nicht sicher sagen konnten, ob Sie betroffen waren",
    unaffected: "dass Sie nicht betroffen waren",
  },
  support: (email, phone) =>
    phone === null ? `Schreiben Sie an ${email}` : `Schreiben Sie an ${email}, oder rufen Sie an: ${phone}`,
  parent: (company, parent) => `${company} gehört zu ${parent}.`,
  footer: [
    "Code dieses Briefs: {{code}}",
    "Ob dieser Brief von uns ist, können Sie prüfen: Gehen Sie selbst auf {{check_page}}, und tippen Sie den Code ein.",
    "Dieser Brief enthält keine Links und keine Anhänge.",
    "{{company}}, {{postal_address}}. Gesendet am {{sent_on}}.",
  ],
}
