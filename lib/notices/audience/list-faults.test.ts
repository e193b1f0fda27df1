import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type LetterVariant, variantKey } from "../../core/letters.ts"
import { literal } from "../../core/sql.ts"
import { DuckDbSession } from "../../platform/engine/duckdb-session.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { lintSamples, renderSample } from "../../testing/letters/render-sample.ts"
import { sampleFields, sampleFieldsOf } from "../../testing/letters/sample-letter.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { RecipientFields } from "../letters/fields.ts"
import type { Finding } from "../letters/lint/lint-letters.ts"
import type { ListFault } from "../letters/lint/reader-faults.ts"
import type { ListRow } from "../letters/preview-letters.ts"
import { listFaults } from "./list-faults.ts"

const folder = temporaryFolder()
let engine: DuckDbSession
beforeAll(async () => {
  engine = await DuckDbSession.open({ threads: 1, memoryMiB: 256, spillFolder: folder })
})
afterAll(() => engine.close())

const general = { locale: "en", jurisdiction: "general", alsoViewer: false, household: false } as const
const variants: LetterVariant[] = [
  { ...general, part: "owner_video" },
  { ...general, part: "owner_video.up", alsoViewer: true },
  { ...general, part: "owner_tapped" },
  { ...general, part: "owner_shown", locale: "de", household: true },
  { ...general, part: "owner_shown.down", jurisdiction: "us-ma" },
  { ...general, part: "viewer_only" },
  { ...general, part: "undetermined.up" },
  { ...general, part: "unaffected" },
]
const letters = await Promise.all(variants.map((variant) => renderSample(plainLetterForms, variant)))

async function faultsOf(rows: readonly (ListRow & { skip?: string })[]): Promise<ListFault[]> {
  const values = rows.map(
    ({ variant, fields, skip = null }) =>
      `(${literal(variant)}, ${literal(skip)}, ${literal(fields.name)}, ${literal(JSON.stringify(fields))})`,
  )
  return await listFaults(engine, `(VALUES ${values.join(", ")}) AS list (variant, skip, name, fields)`)
}

const reader = (variant: string, fields: Partial<RecipientFields>): ListRow => ({
  variant,
  pseudonym: "P-0000-0000-0000",
  fields: { ...sampleFields, ...fields },
})

test("one id among many readers is found, with how many readers it is shown to", async () => {
  const variant = { ...general, part: "owner_shown" } as const
  const key = variantKey(variant)
  const rows = Array.from({ length: 41 }, (_, nth) =>
    reader(key, {
      name: "x".repeat(nth),
      ...(nth % 10 === 5 && { cameras: [{ ...sampleFields.cameras[0]!, label: "device_123456" }] }),
    }),
  )
  const faults = await faultsOf([...rows, { ...reader(key, { name: "user-0012345" }), skip: "law_hold" }])
  expect(faults).toEqual([{ variant: key, fault: "label_id", readers: 4 }])
  const found = lintSamples(plainLetterForms, [await renderSample(plainLetterForms, variant)], [], faults)
  expect(found).toEqual([
    expect.objectContaining({
      kind: "block",
      where: "{{cameras}}",
      text: "it shows an id instead of a name (4 readers)",
    }),
  ])
})

/** What is found, whichever way it was looked for. */
const found = (findings: readonly Finding[]) =>
  findings
    .map(({ rule, where, text, variants }) => [
      rule,
      where,
      text.replace(/ \([^)]*\)$/, ""),
      ...variants.sort(),
    ])
    .sort()

test("what the engine finds in all rows, the lint finds in just those rows", async () => {
  const word = fc.constantFrom(
    ...["", "Kim", "null", "Null", "NaN", "undefined", "user_12a456", "owner 12345", "cam-123", "cam-1234"],
    ...["123456789", "12345678", "deadbeefdead", "P-0A1B-2C3D-4E5F", "kim@porch.example", "porch.example"],
    ...["0b6b3c1e-59c4-4f0e-9d6d-1d1f6f3f9a10", "Front door", "Tür 3", "[object Object]", "acct99x1234"],
  )
  const few = fc.integer({ min: 0, max: 2 })
  const camera = fc.record({ label: fc.option(word), pictures: few, videos: few })
  const fields = fc.record({
    name: fc.option(word),
    cameras: fc.array(
      camera.map((one) => ({ ...sampleFields.cameras[0]!, ...one })),
      { maxLength: 3 },
    ),
    pictures: few,
    videos: few,
    tapped: few,
    viewers: few,
    viewersUnknown: fc.boolean(),
    seenOwners: few,
    seenPictures: few,
    seenVideos: few,
    told: fc.option(fc.constant(sampleFieldsOf("owner_shown").told ?? null)),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...letters.map(({ key }) => key)), fields), { minLength: 1 }),
      async (all) => {
        const rows = all.map(([key, one]) => reader(key, one))
        const bySamples = lintSamples(plainLetterForms, letters, rows)
        const byList = lintSamples(plainLetterForms, letters, [], await faultsOf(rows))
        expect(found(byList)).toEqual(found(bySamples))
      },
    ),
    { numRuns: 60 },
  )
})
