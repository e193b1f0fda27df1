import { type Fault, type LintRule, quoted } from "./rule.ts"

const FETCHED = ["src", "srcset", "background", "poster", "data", "xlink:href"] as const
const OUTSIDE = /^\s*(?!data:)\S/i

/** A picture, a font or a style sheet that is fetched when the letter is opened: it tells the sender who reads. */
export const outsideResource: LintRule = {
  name: "outside-resource",
  kind: "block",
  find({ page }) {
    const attributes = page.elements.flatMap(({ tag, attributes: all }): Fault[] => {
      const fetched = FETCHED.flatMap((name) =>
        all[name] !== undefined && OUTSIDE.test(all[name]) ? [all[name]] : [],
      )
      const linked = tag === "link" && all.href !== undefined ? [all.href] : []
      const styled = urlsIn(all.style ?? "")
      return [...fetched, ...linked, ...styled].map((address) => found(address, tag))
    })
    return [...attributes, ...urlsIn(page.styleSheet).map((address) => found(address, "style"))]
  },
}

function found(address: string, tag: string): Fault {
  return { where: quoted(address), text: `<${tag}> fetches something from outside when the letter is opened` }
}

function urlsIn(style: string): string[] {
  const urls = [...style.matchAll(/url\(\s*['"]?([^'")]*)/gi)].map(([, address = ""]) => address)
  const imported = [...style.matchAll(/@import\s+['"]([^'"]*)/gi)].map(([, address = ""]) => address)
  return [...urls, ...imported].filter((address) => OUTSIDE.test(address))
}
