import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { more, fraud } = shared.stepsForOwners

/** To those who received footage of others, while none of theirs went to anybody. */
export const viewerOnly: LetterText = {
  subject: "Sie haben Aufnahmen von Kameras erhalten, die nicht Ihre sind",
  subjectWithoutDescription: "Ihre eigenen Daten sind bei {{company}} nicht betroffen",
  sections: {
    lead: `Sie haben Aufnahmen erhalten, die nicht für Sie bestimmt waren. Von Ihren eigenen Kameras ist nach unseren Aufzeichnungen nichts zu anderen gelangt.

Sie haben nichts falsch gemacht, und es tut uns leid, dass das geschehen ist.`,
    lead_without_description: `Ihre eigenen Daten sind von dem Sicherheitsvorfall bei {{company}} nicht betroffen.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_information: `Das zeigen unsere Aufzeichnungen:

- Bei Ihnen angekommen: {{seen_footage}}
- Woher: von {{seen_owners}}

Darauf können Menschen in ihrem Zuhause zu sehen sein, auch solche, die kein Konto bei uns haben. Wir schreiben auch den Menschen, denen diese Kameras gehören. Wer Sie sind, sagen wir ihnen nicht.`,
    what_we_did: "{{what_we_did}}",
    what_to_do: `1. Falls Sie etwas von diesen Aufnahmen gespeichert haben, löschen Sie es bitte. Auch ein Bildschirmfoto zählt.
2. Falls Sie etwas davon weitergegeben haben, bitten Sie darum, dass es gelöscht wird, und sagen Sie es uns.
3. Bitte versuchen Sie nicht herauszufinden, wer die Menschen darauf sind.
4. ${more}
5. ${fraud}`,
    whom_to_ask: shared.whomToAsk,
  },
}
