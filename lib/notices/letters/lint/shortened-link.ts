import { isShortened } from "../is-shortened.ts"
import { addressesIn } from "./addresses.ts"
import { type LintRule, quoted } from "./rule.ts"

/** A shortened address. */
export const shortenedLink: LintRule = {
  name: "shortened-link",
  kind: "block",
  find: (letter) =>
    addressesIn(letter)
      .filter(({ address }) => isShortened(address))
      .map(({ address }) => ({
        where: quoted(address),
        text: "nobody sees where a shortened address leads",
      })),
}
