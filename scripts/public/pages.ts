import type { Words } from "./words.ts"

/** What came of a check: the day, null for none, and nothing before the first. */
export interface Checked {
  typed: string
  sentOn: string | null
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

function titleOf(words: Words, { sentOn }: Checked): string {
  return `${sentOn === null ? words.unknown.title : words.known.title} – ${words.title}`
}

/** Of one shape, whatever came of it. */
function outcome(words: Words, { sentOn }: Checked): string {
  const { title, more } = sentOn === null ? words.unknown : words.known
  const text = sentOn === null ? words.unknown.text : words.known.text(dayIn(words.language, sentOn))
  return `<section class="outcome ${sentOn === null ? "unknown" : "known"}">
      <h2>${escaped(title)}</h2>
      <p>${escaped(text)}</p>
      <p>${escaped(more)}</p>
    </section>`
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
