import type { LetterWords } from "./letter-words.ts"

export const english: LetterWords = {
  formats: "en-US",
  moment: (day, time) => `${day} at ${time}`,
  stretch: (day, from, to) => `${day}, ${from} – ${to}`,
  headings: {
    what_happened: "What happened",
    what_information: "What it is about",
    also_viewer: "Footage that you received",
    household: "Someone who once shared your cameras",
    safety: "Your safety",
    what_we_did: "What we have done",
    what_to_do: "What you can do",
    mitigation: "What we offer you",
    rights_massachusetts: "Your rights in Massachusetts",
    whom_to_ask: "Whom you can ask",
  },
  california: {
    title: "Notice of Data Breach",
    headings: {
      what_happened: "What Happened",
      what_information: "What Information Was Involved",
      what_we_did: "What We Are Doing",
      what_to_do: "What You Can Do",
      whom_to_ask: "For More Information",
    },
    date: "Date of this notice: {{sent_on}}",
    notDelayed: "No law enforcement agency asked us to delay this notice.",
    delayed: "This notice was delayed because a law enforcement agency asked for it.",
  },
  greeting: (name) => (name === null ? "Hello," : `Hello ${name},`),
  pictures: (count, isOne) => `${count} ${isOne ? "picture" : "pictures"}`,
  videos: (count, isOne) => `${count} ${isOne ? "video" : "videos"}`,
  accounts: (count, isOne) => `${count} ${isOne ? "other account" : "other accounts"}`,
  accountsOf: (count, isOne) => `${count} ${isOne ? "other account" : "other accounts"}`,
  byUnknown: (accounts) =>
    accounts === null
      ? "someone whose account we do not know"
      : `${accounts}, and by someone whose account we do not know`,
  none: "none",
  and: "and",
  unnamedCamera: "Camera without a name",
  camera: (label, footage, { text, until }) =>
    `${label}: ${footage}, recorded ${until === null ? `on ${text}` : `from ${text} to ${until}`}`,
  moreCameras: (count, isOne) => (isOne ? "and 1 more camera" : `and ${count} more cameras`),
  timesIn: (zone) => `Times are in your time zone, ${zone}`,
  timesInUtc: "Times are in UTC, for we do not know your time zone",
  told: {
    owner_video:
      "that other customers had received footage from your cameras, and that video had been played",
    owner_tapped:
      "that other customers had received pictures from your cameras and opened them, and that no video had been played",
    owner_shown:
      "that other customers had received pictures from your cameras, and that nobody had opened them",
    viewer_only: "that you had received footage of others, and that nothing of yours had gone to anyone",
    undetermined: "that we could not say for sure whether you were affected",
    unaffected: "that you were not affected",
  },
  support: (email, phone) => (phone === null ? `Write to ${email}` : `Write to ${email} or call ${phone}`),
  parent: (company, parent) => `${company} belongs to ${parent}.`,
  footer: [
    "Code of this letter: {{code}}",
    "To check that this letter is from us, go to {{check_page}} yourself and type in the code.",
    "This letter has no links and no attachments.",
    "{{company}}, {{postal_address}}. Sent on {{sent_on}}.",
  ],
}
