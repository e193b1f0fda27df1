import { type Colour, contrast, over, readColour } from "./colour.ts"
import { type HtmlElement, isShown } from "./read-html.ts"
import { type Fault, type LintRule, quoted } from "./rule.ts"
import { declared, readStyleSheet, type Scheme, type StyleRule } from "./style-sheet.ts"

/** WCAG 2.2, success criterion 1.4.3. */
const CONTRAST_MIN = 4.5
const GROUNDS = ["background", "background-color"]
const COLOURS = ["color", ...GROUNDS]
const schemes: readonly Scheme[] = ["light", "dark"]

/** How an element is seen; words instead of a colour where they cannot be computed. */
interface Look {
  ink: Colour | string
  ground: Colour | string
}
const BARE: Look = { ink: [0, 0, 0, 1], ground: [255, 255, 255, 1] }

/** Text that is hard to tell from its ground, in either scheme. */
export const legibility: LintRule = {
  name: "legibility",
  kind: "block",
  find({ page }) {
    const rules = readStyleSheet(page.styleSheet)
    const runs = page.runs.filter(({ text, element }) => text.trim() !== "" && isShown(element))
    return schemes.flatMap((scheme) => {
      const lookOf = looks(rules, scheme)
      return runs.flatMap(({ text, element }): Fault[] => {
        const fault = faultOf(lookOf(element))
        return fault === null ? [] : [{ where: `${scheme} scheme, ${quoted(text)}`, text: fault }]
      })
    })
  },
}

function faultOf({ ink, ground }: Look): string | null {
  if (typeof ink === "string") return `the colour ${ink} cannot be computed`
  if (typeof ground === "string") return `the ground ${ground} cannot be computed`
  const ratio = contrast(over(ink, ground), ground)
  return ratio < CONTRAST_MIN
    ? `contrast is ${ratio.toFixed(1)} : 1, and has to be ${CONTRAST_MIN} : 1`
    : null
}

/** How each element is seen in a scheme: as what it stands in, but for what its own styles say. */
function looks(all: readonly StyleRule[], scheme: Scheme): (element: HtmlElement) => Look {
  const rules = all.filter(({ declarations }) => declarations.some(({ name }) => COLOURS.includes(name)))
  const known = new Map<HtmlElement, Look>()
  const lookOf = (element: HtmlElement): Look => {
    const found = known.get(element)
    if (found) return found
    const around = element.parent ? lookOf(element.parent) : BARE
    const ink = declared(element, ["color"], rules, scheme)
    const ground = declared(element, GROUNDS, rules, scheme)
    const look = {
      ink: ink === null || ink === "inherit" ? around.ink : (readColour(ink) ?? ink),
      ground: groundOf(ground ?? element.attributes.bgcolor ?? "none", around.ground),
    }
    known.set(element, look)
    return look
  }
  return lookOf
}

function groundOf(written: string, around: Colour | string): Colour | string {
  if (written === "none" || written === "inherit") return around
  const colour = readColour(written)
  if (colour === null) return written
  if (typeof around !== "string") return over(colour, around)
  return colour[3] === 1 ? colour : around
}
