import { plannedActs } from "../../../lib/planned-acts.ts"

/** What the button of an act says; of an act that Tocsin does not know any more, its name. */
export function actLabel(act: string): string {
  return plannedActs.find((planned) => planned.act === act)?.label ?? act
}
