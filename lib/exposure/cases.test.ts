import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { classifyInProcess } from "../testing/classify-in-process.ts"
import { cases, unmet } from "../testing/reference/cases.ts"
import { referenceClassify } from "../testing/reference/classify.ts"
import { differences, readResult } from "../testing/reference/compare.ts"
import { normaliseFor, renderIncident } from "../testing/reference/render.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"

const folder = temporaryFolder()

describe("every sentence of the evidence contract, by hand-computed cases", () => {
  test.each(cases.map((one, index) => ({ ...one, index })))(
    "$name",
    async ({ incident, expect: expected, index }) => {
      const place = join(folder, String(index))
      const file = await renderIncident(incident, place, { format: "ndjson" })
      await classifyInProcess(file, join(place, "result"), incident.confirmGaps ?? false)
      const result = await readResult(join(place, "result"))
      expect(unmet(expected, result)).toEqual([])
      expect(differences(referenceClassify(normaliseFor("ndjson", incident)), result)).toEqual([])
    },
  )
})
