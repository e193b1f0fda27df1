import type { SessionAuthority } from "../../../core/session-authority.ts"
import { type Recorder, Skipped, Unmet } from "./recorder.ts"

/**
 * Sees that it tells who has sessions, and that the second page goes on where the first ended. Nothing is done to whom it
 * names, and nobody is named here.
 */
export async function checkPages(recorder: Recorder, authority: SessionAuthority): Promise<void> {
  await recorder.step("It tells who has sessions, page by page", async () => {
    if (!authority.select)
      throw new Skipped("It cannot tell: whom a logout means is given by the log, by groups or as a list")
    const first = await authority.select({}, null)
    if (first.next === null) return `${subjectsInWords(first.subjects.length)}, all on one page`
    const second = await authority.select({}, first.next)
    if (second.next === first.next)
      throw new Unmet("The second page is the first again: what it gives as next is not heeded as after")
    return `${subjectsInWords(first.subjects.length)} on the first page, and the second goes on from there`
  })
}

function subjectsInWords(count: number): string {
  return `${count} ${count === 1 ? "subject" : "subjects"}`
}
