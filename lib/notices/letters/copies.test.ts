import { describe, expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plainLetterForms as forms } from "../../testing/letters/plain-letter-forms.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { copyDigest } from "./copy-digest.ts"
import { getCopies } from "./get-copies.ts"
import { findFacts } from "./get-facts.ts"
import { lintRunLetters } from "./lint/lint-run-letters.ts"
import { listCopyVersions } from "./list-copy-versions.ts"
import { renderVariants } from "./render-variants.ts"
import { reviewCopy } from "./review-copy.ts"
import { saveCopy } from "./save-copy.ts"
import { setFacts } from "./set-facts.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const legal = await as("legal")
const support = await as("support")

const which = { letter: "owner_shown", locale: "en" } as const
const shown = forms.textOf("owner_shown", "en")
const changed = (lead: string) => ({ ...shown, sections: { ...shown.sections, lead } })
const input = { ...which, version: 0, text: changed("Other words."), reason: "The first call asked for it" }

async function newIncident(): Promise<string> {
  const { id } = await declareIncident(legal, {
    title: "A porch",
    severity: "low",
    awareAt: "2024-02-16T10:00:00Z",
  })
  return id
}

describe("copy", () => {
  test("is that of Tocsin until it is changed; each version stays, with who wrote it and why", async () => {
    const id = await newIncident()
    expect(await saveCopy(support, forms, id, input)).toEqual({ version: 1 })
    expect(await saveCopy(legal, forms, id, { ...input, version: 1, text: shown })).toEqual({ version: 2 })
    const versions = await listCopyVersions(legal.db, forms, id, which)
    expect(versions.map(({ version, writtenBy, text }) => [version, writtenBy, text.sections.lead])).toEqual([
      [2, legal.actor.id, shown.sections.lead],
      [1, support.actor.id, "Other words."],
      [0, null, shown.sections.lead],
    ])
    const [entry] = await entriesOf(database, { incidentId: id, act: "notice.write_copy" })
    expect(entry).toMatchObject({
      actor: support.actor.id,
      details: { ...which, version: 1, reason: input.reason },
    })
  })

  test("is not for security or auditors to write", async () => {
    const id = await newIncident()
    for (const role of ["security", "auditor", "administrator"] as const)
      await expect(saveCopy(await as(role), forms, id, input)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("of two who change it at once, one is told, and the same twice is one version", async () => {
    const id = await newIncident()
    const other = { ...input, text: changed("Quite other words.") }
    const both = await Promise.allSettled([
      saveCopy(legal, forms, id, input),
      saveCopy(support, forms, id, other),
    ])
    const refused = both.filter((one) => one.status === "rejected")
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toMatchObject({ code: "conflict" })
    const [current] = await listCopyVersions(legal.db, forms, id, which)
    expect(await saveCopy(legal, forms, id, { ...input, text: current!.text })).toEqual({ version: 1 })
    expect(await entriesOf(database, { incidentId: id, act: "notice.write_copy" })).toHaveLength(1)
  })

  test("with a field that cannot be filled is refused with its place", async () => {
    const id = await newIncident()
    await expect(
      saveCopy(legal, forms, id, { ...input, text: changed("One\n{{vewers}}") }),
    ).rejects.toMatchObject({
      fields: { "text.lead": expect.stringMatching(/^line 2: \{\{vewers\}\} is no field/) },
    })
    await expect(saveCopy(legal, forms, id, { ...input, reason: "so" })).rejects.toMatchObject({
      code: "invalid",
    })
    await expect(saveCopy(legal, forms, crypto.randomUUID(), input)).rejects.toMatchObject({
      code: "not_found",
    })
  })
})

describe("facts", () => {
  test("are kept in versions, and the trail names what was changed", async () => {
    const id = await newIncident()
    expect(await findFacts(legal.db, id)).toBeNull()
    expect(await setFacts(system, id, { version: 0, facts: sampleFacts })).toEqual({ version: 1 })
    const facts = { ...sampleFacts, company: "Plover Cameras" }
    expect(await setFacts(legal, id, { version: 1, facts })).toEqual({ version: 2 })
    expect(await setFacts(legal, id, { version: 1, facts })).toEqual({ version: 2 })
    expect(await findFacts(legal.db, id)).toMatchObject({ version: 2, facts: { company: "Plover Cameras" } })
    const entries = await entriesOf(database, { incidentId: id, act: "notice.set_facts" })
    expect(entries.map(({ details }) => details)).toMatchObject([
      { version: 1 },
      { version: 2, changed: ["company"] },
    ])
  })

  test("are refused to security, to the slower of two, and with an end before the beginning", async () => {
    const id = await newIncident()
    const first = { version: 0, facts: sampleFacts }
    await expect(setFacts(await as("security"), id, first)).rejects.toMatchObject({ code: "forbidden" })
    const both = await Promise.allSettled([
      setFacts(legal, id, first),
      setFacts(support, id, { version: 0, facts: { ...sampleFacts, product: "Other" } }),
    ])
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    const facts = { ...sampleFacts, happenedTo: "2024-02-16T09:00:00+01:00" }
    await expect(setFacts(legal, id, { version: 1, facts })).rejects.toMatchObject({
      fields: { "facts.happenedTo": expect.any(String) },
    })
  })
})

describe("translations", () => {
  test("are vouched for by name, for exactly what was read", async () => {
    const id = await newIncident()
    await setFacts(legal, id, { version: 0, facts: sampleFacts })
    const german = async () => (await getCopies(legal.db, forms, id)).filter(({ locale }) => locale === "de")
    expect((await german()).every(({ review, needsReview }) => needsReview && review === null)).toBe(true)
    const read = (await german()).map(({ letter, digest }) => ({ letter, digest }))
    const review = { locale: "de", read, reviewer: "A sworn translator" } as const
    await reviewCopy(support, forms, id, review)
    await reviewCopy(support, forms, id, review)
    expect((await german()).every((copy) => copy.review?.reviewer === "A sworn translator")).toBe(true)
    const entries = await entriesOf(database, { incidentId: id, act: "notice.review_copy" })
    expect(entries).toHaveLength(1)
    expect(entries[0]?.details).toMatchObject({ locale: "de", reviewer: "A sworn translator" })

    const text = { ...forms.textOf("unaffected", "de"), subject: "Anders" }
    await saveCopy(legal, forms, id, { ...input, letter: "unaffected", locale: "de", text })
    const open = (await german()).filter((copy) => copy.review === null)
    expect(open.map(({ letter }) => letter)).toEqual(["unaffected"])
    await expect(reviewCopy(support, forms, id, review)).rejects.toMatchObject({ code: "conflict" })

    const facts = { ...sampleFacts, whatHappened: { ...sampleFacts.whatHappened, de: "Etwas anderes." } }
    await setFacts(legal, id, { version: 1, facts })
    expect((await german()).every((copy) => copy.review === null)).toBe(true)
  })

  test("are not for auditors to vouch for, and English is none", async () => {
    const id = await newIncident()
    const [english] = await getCopies(legal.db, forms, id)
    const read = [{ letter: english!.letter, digest: english!.digest }]
    const review = { locale: "en" as const, read, reviewer: "A reader" }
    await expect(reviewCopy(await as("auditor"), forms, id, review)).rejects.toMatchObject({
      code: "forbidden",
    })
    await expect(reviewCopy(legal, forms, id, review)).rejects.toMatchObject({ code: "invalid" })
  })
})

describe("what is sent", () => {
  test("is rendered from copy and facts as they are, and nothing is without facts", async () => {
    const id = await newIncident()
    const keys = ["owner_shown/en/general", "owner_shown/en/us-ca+household", "owner_shown.down/de/us-ma"]
    await expect(renderVariants(legal.db, forms, id, keys)).rejects.toMatchObject({ code: "precondition" })
    await setFacts(legal, id, { version: 0, facts: sampleFacts })
    await saveCopy(legal, forms, id, input)
    const rendered = await renderVariants(legal.db, forms, id, [...keys, ...keys])
    expect([...rendered.keys()]).toEqual(keys)
    expect(rendered.get(keys[0]!)?.text).toContain("Other words.")
    expect(rendered.get(keys[1]!)?.laidOut.title).toBe("Notice of Data Breach")
    const findings = await lintRunLetters(legal.db, forms, id, rendered, [])
    const unread = findings.filter(({ rule }) => rule === "unreviewed")
    expect(unread.map(({ where, variants }) => [where, variants])).toEqual([
      ["Owner: merely shown, German", [keys[2]]],
      ["Correction: it was less, German", [keys[2]]],
    ])
  })

  test("has another digest when a comma, a fact or a reviewer changes, and the same while nothing does", async () => {
    const id = await newIncident()
    const digest = () => copyDigest(legal.db, forms, id)
    const seen = [await digest()]
    await setFacts(legal, id, { version: 0, facts: sampleFacts })
    seen.push(await digest())
    await saveCopy(legal, forms, id, { ...input, text: { ...shown, subject: `${shown.subject},` } })
    seen.push(await digest())
    const copy = (await getCopies(legal.db, forms, id)).find(({ locale }) => locale === "de")
    const read = [{ letter: copy!.letter, digest: copy!.digest }]
    await reviewCopy(legal, forms, id, { locale: "de", read, reviewer: "A sworn translator" })
    seen.push(await digest())
    expect(new Set(seen).size).toBe(4)
    expect(await digest()).toBe(seen[3])
  })
})
