import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

/** To those of whose cameras nothing went to anybody else, and who received nothing of others. */
export const unaffected: LetterText = {
  subject: "Ihre Kameras sind nicht betroffen",
  subjectWithoutDescription: "Sie sind von dem Sicherheitsvorfall bei {{company}} nicht betroffen",
  sections: {
    lead: `Sie sind nicht betroffen: Nach unseren Aufzeichnungen hat niemand sonst Aufnahmen Ihrer Kameras erhalten, und Sie haben keine von anderen erhalten.

Wir schreiben Ihnen, weil Sie vielleicht davon hören. Sie sollen es von uns wissen.`,
    lead_without_description: `Sie sind von dem Sicherheitsvorfall bei {{company}} nicht betroffen.

${shared.notDescribed}`,
    what_happened: shared.whatHappened,
    what_we_did: "{{what_we_did}}",
    what_to_do: `Sie müssen nichts tun.

Wenn Sie mehr wissen wollen, gehen Sie selbst auf {{security_page}}. Tippen Sie die Adresse in Ihren Browser ein. Trauen Sie keiner Nachricht zu diesem Vorfall, die ein Kennwort, einen Code oder Geld verlangt. Wir fragen nie danach.`,
    whom_to_ask: shared.whomToAsk,
  },
}
