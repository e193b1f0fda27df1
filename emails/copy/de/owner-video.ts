import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { danger, tell, people, more, fraud } = shared.stepsForOwners

/** To owners of whose cameras somebody else played a video. */
export const ownerVideo: LetterText = {
  subject: "Andere Kundinnen und Kunden haben mindestens ein Video von Ihren Kameras abgespielt",
  subjectWithoutDescription: shared.subjectWithoutDescription,
  sections: {
    lead: `Sie sind betroffen: Andere Kundinnen und Kunden haben Aufnahmen Ihrer Kameras erhalten, und mindestens ein Video wurde abgespielt.

Das hätte nicht geschehen dürfen, und es tut uns leid. In diesem Brief steht, was andere erhalten haben, was wir getan haben und was Sie jetzt tun können.`,
    lead_without_description: shared.leadWithoutDescription,
    what_happened: shared.whatHappened,
    what_information: `${shared.whatWasReceived}

Zusammen:

- Bei anderen angekommen: {{footage}}
- Empfänger: {{viewers}}
- Videos, die abgespielt wurden: {{videos}}
- Bilder, die zum Vergrößern geöffnet wurden: {{enlarged}}

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
