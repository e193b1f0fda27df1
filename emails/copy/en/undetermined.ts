import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { danger, tell, people, more, fraud } = shared.stepsForOwners

/** To those of whom nobody can say whether anything of theirs went to somebody else. */
export const undetermined: LetterText = {
  subject: "We cannot rule out that others received footage from your cameras",
  subjectWithoutDescription: "You may be affected by a security incident at {{company}}",
  sections: {
    lead: `You may be affected: we cannot say for sure whether other customers received footage from your cameras. Our records are not complete.

We are sorry that we cannot tell you more. We would rather say so than say nothing. If we learn more, we will write to you again.`,
    lead_without_description: `You may be affected: personal information of yours may have been involved in a security incident at {{company}}. We are sorry that we cannot say so for sure.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_information: `If you are affected, it is about pictures or videos that your cameras recorded. We do not know how many, or who received them.

They may also show people who have no account with us: people who live with you, guests, or people who walked by.`,
    what_information_without_description:
      "If you are affected, it is about what your cameras recorded. It may also show people who have no account with us: people who live with you, guests, or people who walked by.",
    what_we_did: "{{what_we_did}}",
    what_to_do: `1. ${danger}
2. ${tell}
3. ${people}
4. ${more}
5. ${fraud}`,
    rights_massachusetts: shared.rightsMassachusetts,
    whom_to_ask: shared.whomToAsk,
  },
}
