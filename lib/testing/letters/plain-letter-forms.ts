import {
  type LaidOutLetter,
  type LetterBlock,
  type LetterForms,
  type LetterGroup,
  type LetterLocale,
  type LetterName,
  type LetterText,
  letterGroups,
} from "../../core/letters.ts"

const leads: Readonly<Record<LetterGroup, Readonly<Record<LetterLocale, string>>>> = {
  owner_video: { en: "Plain copy for whoever had video played.", de: "Schlichte Worte zu Video." },
  owner_tapped: { en: "Plain copy about a tap.", de: "Schlichte Worte zum Antippen." },
  owner_shown: { en: "Plain copy of what was on a screen.", de: "Schlichte Worte zur Vorschau." },
  viewer_only: { en: "Plain copy for somebody on the other side.", de: "Schlichte Worte zur anderen Seite." },
  undetermined: { en: "Plain copy without certainty.", de: "Schlichte Worte ohne Gewissheit." },
  unaffected: { en: "Plain copy with good news.", de: "Schlichte Worte mit guter Nachricht." },
}

const numbers: Readonly<Record<LetterGroup, string>> = {
  owner_video: "- {{cameras}}\n\n{{footage}}, {{viewers}}, {{videos}}. Guests; Gäste.",
  owner_tapped: "- {{cameras}}\n\n{{footage}}, {{viewers}}, {{enlarged}}. Guests; Gäste.",
  owner_shown: "- {{cameras}}\n\n{{footage}}, {{viewers}}. Guests; Gäste.",
  viewer_only: "{{seen_footage}}, {{seen_owners}}.",
  undetermined: "Guests; Gäste.",
  unaffected: "Nothing.",
}

/** Letters with little markup and few words, which the lint lets pass; emails/ has the real ones. */
export const plainLetterForms: LetterForms = {
  textOf: (letter, locale) => (isGroup(letter) ? groupText(letter, locale) : correctionText()),
  render: async (letter) => ({ subject: letter.subject, html: plainHtml(letter), text: plainText(letter) }),
}

function isGroup(letter: LetterName): letter is LetterGroup {
  return (letterGroups as readonly string[]).includes(letter)
}

function groupText(group: LetterGroup, locale: LetterLocale): LetterText {
  const lead = leads[group][locale]
  return {
    subject: `${lead} {{company}}`,
    sections: {
      lead,
      lead_without_description: "Plain copy for Massachusetts.",
      what_happened: "{{what_happened}}\n\n{{happened}}",
      what_information: numbers[group],
      what_information_without_description: "Guests; Gäste.",
      ...(group.startsWith("owner_")
        ? {
            also_viewer: "{{seen_footage}}, {{seen_owners}}.",
            household: "Somebody of the household.",
            household_without_description: "Stay safe.",
          }
        : {}),
      what_we_did: "{{what_we_did}}",
      what_to_do: "1. {{security_page}}",
      rights_massachusetts:
        "A police report. A security freeze costs nothing; they ask for your date of birth.",
      whom_to_ask: "{{support}}. {{support_hours}}.",
    },
  }
}

function correctionText(): LetterText {
  return {
    subject: "{{letter_subject}}",
    sections: {
      lead: "{{told_on}}: {{told_before}}. Sorry; das tut uns leid.\n\n{{letter_lead}}",
      lead_without_description: "{{told_on}}. Sorry; das tut uns leid.\n\n{{letter_lead}}",
    },
  }
}

function plainHtml({ locale, company, title, blocks, footer }: LaidOutLetter): string {
  const small = footer.map((line) => `<p>${escaped(line)}</p>`)
  const all = [`<p>${escaped(company)}</p>`, `<h1>${escaped(title)}</h1>`, ...blocks.map(blockHtml), ...small]
  return `<!DOCTYPE html><html lang="${locale}"><body>${all.join("")}</body></html>`
}

function blockHtml(block: LetterBlock): string {
  if (block.kind === "heading") return `<h2>${escaped(block.text)}</h2>`
  if (block.kind === "paragraph") return `<p>${escaped(block.text)}</p>`
  const tag = block.isOrdered ? "ol" : "ul"
  return `<${tag}>${block.items.map((item) => `<li>${escaped(item)}</li>`).join("")}</${tag}>`
}

function plainText({ company, title, blocks, footer }: LaidOutLetter): string {
  const lines = blocks.map((block) =>
    block.kind === "list"
      ? block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : "-"} ${item}`).join("\n")
      : block.text,
  )
  return `${[company, title, ...lines, ...footer].join("\n\n")}\n`
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
