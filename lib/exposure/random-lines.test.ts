import { test } from "vitest"
import { expectAgreement, type RandomTrial, trialMsMax } from "../testing/random-incidents.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"

const folder = temporaryFolder()
const trial: RandomTrial = { formats: ["ndjson", "csv"], runs: 85, seed: 20_240_216 }

test(
  "random incidents in NDJSON and CSV, split, shuffled and compressed: the engine says what the reference says",
  () => expectAgreement(folder, trial),
  trialMsMax(trial),
)
