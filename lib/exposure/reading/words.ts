import type { Cause } from "./schemas.ts"

/** Why an account moved from one group to another. */
export const causeWords: Record<Cause, string> = {
  file_added: "a file was added",
  file_removed: "a file was removed",
  file_changed: "a file is another one now",
  window: "the window was moved",
  mapping: "the log is read in another way",
  actor: "the table of actors names other services, tests or staff",
  presumption: "gaps or presumptions were added or dropped",
  relation: "other relations are in scope",
  tolerance: "the clock tolerance is another one",
  other: "none of these explains it alone",
}
