import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { more, fraud } = shared.stepsForOwners

/** To those who received footage of others, while none of theirs went to anybody. */
export const viewerOnly: LetterText = {
  subject: "You received footage from cameras that are not yours",
  subjectWithoutDescription: "None of your own information was affected at {{company}}",
  sections: {
    lead: `You received footage that was not meant for you. Our records show that nothing from your own cameras went to anyone else.

You did nothing wrong, and we are sorry that this happened.`,
    lead_without_description: `None of your own information was affected by the security incident at {{company}}.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_information: `This is what our records show:

- Received by you: {{seen_footage}}
- From: {{seen_owners}}

It may show people at home, and people who have no account with us. We write to the owners of these cameras too. We do not tell them who you are.`,
    what_we_did: "{{what_we_did}}",
    what_to_do: `1. If you saved any of this footage, please delete it. A screen shot counts too.
2. If you passed any of it on, please ask for it to be deleted, and tell us.
3. Please do not try to find out who the people in it are.
4. ${more}
5. ${fraud}`,
    whom_to_ask: shared.whomToAsk,
  },
}
