import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

/** To those of whose cameras nothing went to anybody else, and who received nothing of others. */
export const unaffected: LetterText = {
  subject: "Your cameras were not affected",
  subjectWithoutDescription: "You are not affected by the security incident at {{company}}",
  sections: {
    lead: `You are not affected: our records show that no one else received footage from your cameras, and that you received none from others.

We write to you because you may hear about this, and you should know it from us.`,
    lead_without_description: `You are not affected by the security incident at {{company}}.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_we_did: "{{what_we_did}}",
    what_to_do: `You do not need to do anything.

If you want to know more, go to {{security_page}} yourself. Type the address into your browser. Do not trust messages about this that ask for a password, a code or money. We never ask for them.`,
    whom_to_ask: shared.whomToAsk,
  },
}
