import type { LintedLetter } from "./rule.ts"

export interface FoundAddress {
  /** Without its scheme. */
  address: string
  where: "link" | "text"
  /** What a link says. */
  says: string
}

/** What a program for mail makes a link of, written out or not; addresses of mail are none. */
const WRITTEN =
  /(?<![\p{L}\p{N}@._%+-])(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#][^\s<>"”)]*)?(?!@)/giu

/** All addresses of pages that a letter links to or names. */
export function addressesIn({ page, subject, text }: LintedLetter): FoundAddress[] {
  const links = page.elements.flatMap((element): FoundAddress[] => {
    const href = element.attributes.href
    if (element.tag !== "a" || href === undefined || /^(?:mailto|tel):/i.test(href)) return []
    const says = page.runs
      .filter((run) => run.element === element)
      .map((run) => run.text)
      .join("")
    return [{ address: bare(href), where: "link", says }]
  })
  const written = [...`${subject}\n${text}`.matchAll(WRITTEN)].map(
    ([address]): FoundAddress => ({ address: bare(address), where: "text", says: address }),
  )
  return [...links, ...written]
}

function bare(address: string): string {
  return address.replace(/^[a-z]+:\/\//i, "").replace(/[.,;:!?]+$/, "")
}
