const ruleWords: Readonly<Record<string, string>> = {
  unaffected: "people are told that they are not affected while questions are open",
  "not delayed": "Californian letters say that no law enforcement agency asked to delay them",
  "missing-value": "a field is unknown, torn or without a value",
  counts: "numbers contradict what a letter says in words",
  "other-group": "words belong to the letter of another group",
  "missing-content": "something is missing that a letter must say",
  "forbidden-content": "a letter says what it must not",
  "sign-in-link": "a link leads to where people sign in",
  "shortened-link": "a link is shortened",
  "outside-resource": "something is fetched from outside when a letter is opened",
  "active-content": "a letter holds a form, a script or an attachment",
  "text-part": "the text part differs from the HTML",
  legibility: "text is hard to tell from its ground",
  unreviewed: "nobody has vouched for a text or a translation",
  steps: "a letter names more to do than anybody does",
  language: "a letter does not say its language",
  "subject-line": "the subject is missing, too long or of several lines",
  "people-without-account": "people in the footage who have no account are not named",
  "reading-level": "a letter is hard to read",
}

/** What legal has let pass, as whoever approves judges it: what it is, why it may pass, and who said so. */
export function overrideSentence(
  { finding, reason }: { finding: string; reason: string },
  by: string,
  /** What stands against the run itself, in its own words. */
  gates: readonly { key: string; text: string }[],
): string {
  const kind = finding.split(":")[0] ?? finding
  const what = gates.find(({ key }) => key === finding)?.text ?? ruleWords[kind] ?? kind
  return `Legal has let a finding pass: ${what}. Why: “${reason}” (${by}).`
}
