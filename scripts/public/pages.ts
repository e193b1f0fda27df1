import type { SentLetter } from "../../lib/core/public-database.ts"
import type { Words } from "./words.ts"

/** What came of a check: the letter, or null for none. */
export interface Checked {
  typed: string
  letter: SentLetter | null
}

/** The form, and above it what came of it. */
export function formPage(words: Words, checked?: Checked): string {
  const { label, hint, button } = words
  return page(
    words,
    checked ? titleOf(words, checked) : words.title,
    `${checked ? outcome(words, checked) : ""}
    <p class="intro">${escaped(words.intro)}</p>
    <form method="post" action="/">
      <label for="code">${escaped(label)}</label>
      <p id="hint">${escaped(hint)}</p>
      <input id="code" name="code" aria-describedby="hint" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" value="${escaped(checked?.typed ?? "")}">
      <button>${escaped(button)}</button>
    </form>`,
  )
}

/** Says why there is no answer, and leads back to the form. */
export function plainPage(words: Words, { title, text }: { title: string; text: string }): string {
  return page(
    words,
    title,
    `<section class="outcome"><h2>${escaped(title)}</h2><p>${escaped(text)}</p></section>
    <p><a href="/">${escaped(words.back)}</a></p>`,
  )
}

function titleOf(words: Words, { letter }: Checked): string {
  return `${letter ? words.known.title : words.unknown.title} – ${words.title}`
}

function outcome(words: Words, { letter }: Checked): string {
  if (letter) return known(words, letter)
  const { title, text, more } = words.unknown
  return `<section class="outcome unknown">
      <h2>${escaped(title)}</h2>
      <p>${escaped(text)}</p>
      <p>${escaped(more)}</p>
    </section>`
}

function known({ language, known: words }: Words, letter: SentLetter): string {
  const lang = escaped(letter.locale)
  return `<section class="outcome known">
      <h2>${escaped(words.title)}</h2>
      <p>${escaped(words.text(dayIn(language, letter.sentOn)))}</p>
      <dl>
        <dt>${escaped(words.from)}</dt><dd>${escaped(letter.sender)}</dd>
        <dt>${escaped(words.subject)}</dt><dd lang="${lang}">${escaped(letter.subject)}</dd>
      </dl>
      <p>${escaped(words.more)}</p>
    </section>
    <section class="letter">
      <h2>${escaped(words.says)}</h2>
      <p class="intro">${escaped(words.brackets)}</p>
      <blockquote lang="${lang}">${parts(letter.content)}</blockquote>
    </section>`
}

/** A letter's text as the parts that it is made of: headings are underlined in it, line breaks within a part are kept. */
function parts(text: string): string {
  const stretches = text.replaceAll("\r\n", "\n").split(/\n\s*\n/)
  return stretches.flatMap((one) => (one.trim() === "" ? [] : [part(one.trim())])).join("\n")
}

function part(text: string): string {
  if (/^-+$/.test(text)) return "<hr>"
  const [, heading] = /^([^\n]+)\n[-=]+$/.exec(text) ?? []
  return heading === undefined ? `<p>${escaped(text)}</p>` : `<h3>${escaped(heading)}</h3>`
}

function dayIn(language: string, day: string): string {
  const format = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}

function page(words: Words, title: string, content: string): string {
  return `<!doctype html>
<html lang="${words.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${escaped(title)}</title>
  <link rel="stylesheet" href="/look.css">
</head>
<body>
  <main>
    <h1>${escaped(words.title)}</h1>
    ${content}
  </main>
</body>
</html>
`
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "")
}
