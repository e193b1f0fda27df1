import { isNotice } from "../lay-out.ts"
import type { LintRule } from "./rule.ts"

const NAMED =
  /\bno account\b|\blive with you\b|\bhousehold\b|\bguests?\b|\bwalked by\b|\bpassers?-?by\b|\bkein konto\b|\bmitbewohner|\bgäste\b|\bpassanten\b/i

/** Numbers of accounts and pictures say nothing of people in the picture, who get no letter. */
export const peopleWithoutAccount: LintRule = {
  name: "people-without-account",
  kind: "advice",
  find: ({ group, text }) =>
    isNotice(group) && !NAMED.test(text)
      ? [
          {
            where: "contents",
            text: "say that footage may show people who have no account and get no letter",
          },
        ]
      : [],
}
