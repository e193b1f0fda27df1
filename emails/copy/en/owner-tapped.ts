import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { danger, tell, people, more, fraud } = shared.stepsForOwners

/** To owners of whose cameras somebody else enlarged a picture, and played no video. */
export const ownerTapped: LetterText = {
  subject: "Other customers opened pictures from your cameras",
  subjectWithoutDescription: shared.subjectWithoutDescription,
  sections: {
    lead: `You are affected: other customers received pictures from your cameras, and at least one picture was opened to see it larger. We have no record of a video that was played.

This should not have happened, and we are sorry. Below is what others received, what we have done, and what you can do now.`,
    lead_without_description: shared.leadWithoutDescription,
    what_happened: shared.whatHappened,
    what_information: `${shared.whatWasReceived}

In all:

- Received by others: {{footage}}
- Received by: {{viewers}}
- Pictures that were opened to see them larger: {{enlarged}}
- Videos that were played: none

${shared.peopleWithoutAccount}`,
    what_information_without_description: shared.whichCameras,
    also_viewer: shared.alsoViewer,
    household: shared.household,
    household_without_description: shared.householdWithoutDescription,
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
