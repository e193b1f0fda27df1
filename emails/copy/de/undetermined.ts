import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

const { danger, tell, people, more, fraud } = shared.stepsForOwners

/** To those of whom nobody can say whether anything of theirs went to somebody else. */
export const undetermined: LetterText = {
  subject: "Wir können nicht ausschließen, dass andere Aufnahmen Ihrer Kameras erhalten haben",
  subjectWithoutDescription: "Vielleicht sind Sie von einem Sicherheitsvorfall bei {{company}} betroffen",
  sections: {
    lead: `Vielleicht sind Sie betroffen: Wir können nicht sicher sagen, ob andere Kundinnen und Kunden Aufnahmen Ihrer Kameras erhalten haben. Unsere Aufzeichnungen haben Lücken.

Es tut uns leid, dass wir nicht mehr wissen. Wir sagen es lieber so, als nichts zu sagen. Wenn wir mehr erfahren, schreiben wir Ihnen wieder.`,
    lead_without_description: `Vielleicht sind Sie betroffen: Es kann sein, dass Ihre persönlichen Daten Gegenstand eines Sicherheitsvorfalls bei {{company}} waren. Es tut uns leid, dass wir es nicht sicher sagen können.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_information: `Wenn Sie betroffen sind, geht es um Bilder oder Videos, die Ihre Kameras aufgenommen haben. Wie viele es wären und wer sie erhalten hätte, wissen wir nicht.

Darauf können auch Menschen zu sehen sein, die kein Konto bei uns haben: Mitbewohner, Familie, Gäste oder Passanten.`,
    what_information_without_description:
      "Wenn Sie betroffen sind, geht es um das, was Ihre Kameras aufgenommen haben. Darauf können auch Menschen zu sehen sein, die kein Konto bei uns haben: Mitbewohner, Familie, Gäste oder Passanten.",
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
