import type { Fault } from "./fault.ts"
import { countFaults } from "./faults-counts.ts"
import { dispositionFaults } from "./faults-dispositions.ts"
import { lookUpFaults } from "./faults-look-ups.ts"
import { peopleFaults } from "./faults-people.ts"
import { readingFaults } from "./faults-reading.ts"

/** One-line faults of the engine that the hand-computed cases must catch, each by the cases that it names. */
export const faults: Fault[] = [
  ...readingFaults,
  ...dispositionFaults,
  ...lookUpFaults,
  ...peopleFaults,
  ...countFaults,
]
