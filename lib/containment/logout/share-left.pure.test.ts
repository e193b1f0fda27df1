import { expect, test } from "vitest"
import { shareLeftAtMost } from "./share-left.ts"

test.each([
  [1, 0.95],
  [100, 0.0295],
  [1_000, 0.00299],
])("of %d without a hit at most so much is left", (inspected, share) => {
  expect(shareLeftAtMost(inspected)).toBeCloseTo(share, 4)
})
