import { test } from "vitest"
import { expectAgreement, type RandomTrial, trialMsMax } from "../testing/random-incidents.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"

const folder = temporaryFolder()
const trial: RandomTrial = { formats: ["parquet", "json"], runs: 90, seed: 20_230_908 }

test(
  "random incidents in Parquet and JSON documents, split and shuffled: the engine says what the reference says",
  () => expectAgreement(folder, trial),
  trialMsMax(trial),
)
