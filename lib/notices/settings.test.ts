import { expect, test } from "vitest"
import { letterGroups } from "../core/letters.ts"
import { partOf, partOrder } from "./settings.ts"

test("who was told that nothing of theirs was seen, and of whom it cannot be said any more, was told too little", () => {
  expect(partOf("viewer_only", "undetermined")).toBe("undetermined.up")
  expect(partOf("undetermined", "viewer_only")).toBe("viewer_only.down")
  expect(partOf("undetermined", "owner_shown")).toBe("owner_shown.up")
  expect(partOf("owner_shown", "undetermined")).toBe("undetermined.down")
  expect(partOf("unaffected", "viewer_only")).toBe("viewer_only.up")
})

test("of two groups a correction goes up one way and down the other, and each has its place in the order of sending", () => {
  for (const one of letterGroups)
    for (const other of letterGroups) {
      const [there, back] = [partOf(one, other), partOf(other, one)]
      if (one === other) expect(there).toBeNull()
      else expect([there, back].map((part) => part?.split(".")[1]).toSorted()).toEqual(["down", "up"])
      if (there) expect(partOrder).toContain(there)
    }
})
