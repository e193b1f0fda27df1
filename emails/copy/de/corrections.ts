import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

// As in English: nothing that is not so for somebody, whatever was told and is true now.

/** To those who were told too little. */
export const correctionUp: LetterText = {
  subject: "Berichtigung: {{letter_subject}}",
  sections: {
    lead: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand weniger, als es zu sagen gibt, und das tut uns leid.

Damals haben wir Ihnen gesagt, {{told_before}}. So gilt das nicht mehr.

Das gilt jetzt:

{{letter_lead}}`,
    lead_without_description: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand weniger, als es zu sagen gibt, und das tut uns leid.

Das gilt jetzt:

{{letter_lead}}

${shared.notDescribed}`,
  },
}

/** To those who were told more than is true. */
export const correctionDown: LetterText = {
  subject: "Berichtigung: {{letter_subject}}",
  sections: {
    lead: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Er hat Ihnen vielleicht mehr Sorge gemacht, als nötig war, und das tut uns leid.

Damals haben wir Ihnen gesagt, {{told_before}}. So gilt das nicht mehr.

Das gilt jetzt:

{{letter_lead}}`,
    lead_without_description: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Er hat Ihnen vielleicht mehr Sorge gemacht, als nötig war, und das tut uns leid.

Das gilt jetzt:

{{letter_lead}}

${shared.notDescribed}`,
  },
}
