import { Parser } from "htmlparser2"

export interface HtmlElement {
  tag: string
  attributes: Readonly<Record<string, string>>
  parent: HtmlElement | null
}

/** Text as it stands within an element. */
interface TextRun {
  text: string
  element: HtmlElement
}

export interface HtmlPage {
  elements: readonly HtmlElement[]
  runs: readonly TextRun[]
  styleSheet: string
}

const UNSHOWN = new Set(["head", "title", "style", "script", "template", "noscript"])
const BLOCKS = new Set(["p", "h1", "h2", "h3", "h4", "li", "div", "td", "tr", "br", "hr", "ul", "ol", "body"])

/** A letter's HTML as its rules look at it. */
export function readHtml(html: string): HtmlPage {
  const elements: HtmlElement[] = []
  const runs: TextRun[] = []
  let styleSheet = ""
  const root: HtmlElement = { tag: "", attributes: {}, parent: null }
  let open = root
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        open = { tag, attributes, parent: open }
        elements.push(open)
        if (BLOCKS.has(tag)) runs.push({ text: "\n", element: open })
      },
      ontext(text) {
        if (open.tag === "style") styleSheet += text
        else runs.push({ text, element: open })
      },
      onclosetag(tag) {
        if (BLOCKS.has(tag)) runs.push({ text: "\n", element: open })
        open = open.parent ?? root
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.end(html)
  return { elements, runs, styleSheet }
}

/** An element and what it stands in, from the inside. */
export function* upward(element: HtmlElement): Generator<HtmlElement> {
  for (let one: HtmlElement | null = element; one; one = one.parent) yield one
}

/** Whether an element is seen by somebody who reads the letter. */
export function isShown(element: HtmlElement): boolean {
  for (const { tag, attributes } of upward(element))
    if (UNSHOWN.has(tag) || /(?:^|;)\s*display\s*:\s*none/i.test(attributes.style ?? "")) return false
  return true
}

/** What somebody reads who opens the letter. */
export function shownText({ runs }: HtmlPage): string {
  return runs
    .filter(({ element }) => isShown(element))
    .map(({ text }) => text)
    .join("")
}
