/** What the public pages say, in the languages that they speak. */
export interface Words {
  language: string
  title: string
  intro: string
  label: string
  hint: string
  button: string
  known: {
    title: string
    text: (day: string) => string
    from: string
    subject: string
    says: string
    /** What the words in brackets stand for. */
    brackets: string
    more: string
  }
  unknown: { title: string; text: string; more: string }
  tooMany: { title: string; text: string }
  unavailable: { title: string; text: string }
  notFound: { title: string; text: string }
  wrong: { title: string; text: string }
  back: string
}

const english: Words = {
  language: "en",
  title: "Is this letter real?",
  intro:
    "A letter of ours about an incident holds a code of 16 characters. Enter it to learn whether we sent a letter with this code, when, and what it says. We ask for nothing else here: no name, no password, no payment.",
  label: "Code in the letter",
  hint: "Four groups of four characters. Capitals, spaces and dashes do not matter.",
  button: "Check the code",
  known: {
    title: "We sent a letter with this code",
    text: (day) => `It was sent on ${day}.`,
    from: "From",
    subject: "Subject",
    says: "What the letter says",
    brackets:
      "Words in brackets stand where the letter names what concerns its reader alone. Whom it went to is not told here.",
    more: "If what you hold says something else, or asks for a password or a payment, it is not ours.",
  },
  unknown: {
    title: "We sent no letter with this code",
    text: "Compare it with the letter, character by character, and try again.",
    more: "If it is the same, do not follow what the letter asks of you. Ask us at an address that you know from elsewhere.",
  },
  tooMany: {
    title: "Too many codes were tried",
    text: "Wait a minute and try again.",
  },
  unavailable: {
    title: "We cannot look this up just now",
    text: "This says nothing about your letter. Try again in a few minutes.",
  },
  notFound: { title: "There is nothing at this address", text: "" },
  wrong: { title: "This was not understood", text: "" },
  back: "Check a letter",
}

const german: Words = {
  language: "de",
  title: "Ist dieser Brief echt?",
  intro:
    "Ein Brief von uns zu einem Vorfall enthält einen Code aus 16 Zeichen. Geben Sie ihn ein, um zu erfahren, ob und wann wir einen Brief mit diesem Code versandt haben und was darin steht. Mehr fragen wir hier nicht: keinen Namen, kein Passwort, keine Zahlung.",
  label: "Code im Brief",
  hint: "Vier Gruppen zu vier Zeichen. Großschreibung, Leerzeichen und Striche spielen keine Rolle.",
  button: "Code prüfen",
  known: {
    title: "Wir haben einen Brief mit diesem Code versandt",
    text: (day) => `Er wurde am ${day} versandt.`,
    from: "Von",
    subject: "Betreff",
    says: "Was in dem Brief steht",
    brackets:
      "Worte in Klammern stehen, wo der Brief nennt, was nur seinen Empfänger angeht. An wen er ging, sagen wir hier nicht.",
    more: "Steht in Ihrem Schreiben etwas anderes, oder verlangt es ein Passwort oder eine Zahlung, ist es nicht von uns.",
  },
  unknown: {
    title: "Wir haben keinen Brief mit diesem Code versandt",
    text: "Vergleichen Sie ihn Zeichen für Zeichen mit dem Brief, und versuchen Sie es noch einmal.",
    more: "Stimmt er überein, folgen Sie dem Schreiben nicht. Fragen Sie uns unter einer Adresse, die Sie von anderswo kennen.",
  },
  tooMany: {
    title: "Es wurden zu viele Codes versucht",
    text: "Warten Sie eine Minute, und versuchen Sie es noch einmal.",
  },
  unavailable: {
    title: "Wir können das gerade nicht nachsehen",
    text: "Über Ihren Brief sagt das nichts. Versuchen Sie es in einigen Minuten noch einmal.",
  },
  notFound: { title: "Unter dieser Adresse ist nichts", text: "" },
  wrong: { title: "Das wurde nicht verstanden", text: "" },
  back: "Einen Brief prüfen",
}

/** The words in the first language of `Accept-Language` that the pages speak; English where there is none. */
export function wordsFor(acceptLanguage: string | undefined): Words {
  const asked = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...settings] = part.trim().toLowerCase().split(";")
      const weight = settings
        .find((one) => one.trim().startsWith("q="))
        ?.trim()
        .slice(2)
      return { language: range.split("-")[0], weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  const spoken = asked.find(({ language }) => language === "en" || language === "de")
  return spoken?.language === "de" ? german : english
}
