import type { LintRule } from "./rule.ts"

const SUBJECT_CHARACTERS_MAX = 150

/** A subject that is none, or more than one line. */
export const subjectLine: LintRule = {
  name: "subject-line",
  kind: "block",
  find({ subject }) {
    if (subject.trim() === "") return [{ where: "subject", text: "there is none" }]
    if (/\p{Cc}/u.test(subject)) return [{ where: "subject", text: "it has more than one line" }]
    if (subject.length > SUBJECT_CHARACTERS_MAX)
      return [{ where: "subject", text: "it is longer than mailboxes show" }]
    return []
  },
}
