import type { LintRule } from "./rule.ts"

const STEPS_MAX = 5

/** More to do than anybody does. */
export const steps: LintRule = {
  name: "steps",
  kind: "block",
  find: ({ laidOut }) =>
    laidOut.blocks
      .filter((block) => block.kind === "list" && block.isOrdered && block.items.length > STEPS_MAX)
      .map(() => ({
        where: "numbered list",
        text: `nobody does more than ${STEPS_MAX} things: name the most urgent`,
      })),
}
