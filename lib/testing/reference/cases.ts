import { dispositionCases } from "./cases-dispositions.ts"
import { duplicateCases } from "./cases-duplicates.ts"
import { exposureCases, peopleCases } from "./cases-exposures.ts"
import { gapCases } from "./cases-gaps.ts"
import { legitimateCases } from "./cases-legitimate.ts"
import { presumptionCases } from "./cases-presumptions.ts"
import { questionCases } from "./cases-questions.ts"
import { tableCases } from "./cases-tables.ts"
import { valueCases } from "./cases-values.ts"
import type { Case } from "./street.ts"

export { type Case, unmet } from "./street.ts"

/** Each written by hand from a sentence of the contract; every engine must meet all, and so must the reference. */
export const cases: Case[] = [
  ...valueCases,
  ...tableCases,
  ...dispositionCases,
  ...legitimateCases,
  ...duplicateCases,
  ...exposureCases,
  ...peopleCases,
  ...presumptionCases,
  ...gapCases,
  ...questionCases,
]
