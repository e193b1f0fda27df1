/** What can be done for somebody whom a letter did not reach. */
export const followUpSteps = ["call", "post", "in_app", "none"] as const
export type FollowUpStep = (typeof followUpSteps)[number]

/** What a person can say of a letter of which nobody knows. */
export const verdicts = ["sent", "not_sent"] as const
export type Verdict = (typeof verdicts)[number]
