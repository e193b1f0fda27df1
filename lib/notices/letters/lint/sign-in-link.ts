import { addressesIn } from "./addresses.ts"
import { type LintRule, quoted } from "./rule.ts"

const SIGN_IN_ADDRESS =
  /log-?[io]n|logon|sign-?in|signin|sign_in|anmeld|einlogg|reset|recover|passwor|kennwort|verif|unlock|freischalt|\bauth\b|oauth|\bsso\b|\/account(?:s)?(?:\/|$|\?)|konto/i
const SIGN_IN_WORDS =
  /\blog(?:ging)? ?in\b|\bsign(?:ing)? ?in\b|\breset\b|\bpassword\b|\banmelden\b|\beinloggen\b|\bkennwort\b|\bpasswort\b|\bverify\b/i
/** Asked to do it from the letter. */
const ASKED =
  /\b(?:click|tap|follow|use|press)\b[^.]{0,40}\b(?:link|button|here|below)\b|\b(?:klicken|tippen|folgen)\b[^.]{0,40}\b(?:link|knopf|schaltfläche|hier|unten)\b/i

/** A link to sign in or to reset, as forged letters have it: people are asked to go there themselves. */
export const signInLink: LintRule = {
  name: "sign-in-link",
  kind: "block",
  find(letter) {
    const found = addressesIn(letter).filter(
      ({ address, where, says }) =>
        SIGN_IN_ADDRESS.test(address) || (where === "link" && SIGN_IN_WORDS.test(says)),
    )
    const asked = ASKED.exec(`${letter.shown}\n${letter.text}`)
    return [
      ...found.map(({ address }) => ({
        where: quoted(address),
        text: "no letter leads to a page to sign in or to reset anything",
      })),
      ...(asked
        ? [
            {
              where: quoted(asked[0]),
              text: "no letter asks to follow a link: people go to a page themselves",
            },
          ]
        : []),
    ]
  },
}
