import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

/** To those who were told too little. */
export const correctionUp: LetterText = {
  subject: "Berichtigung: {{letter_subject}}",
  sections: {
    lead: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand zu wenig darüber, wie Sie betroffen sind, und das tut uns leid.

Damals haben wir Ihnen gesagt, {{told_before}}. Jetzt wissen wir mehr.

Das gilt jetzt:

{{letter_lead}}`,
    lead_without_description: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand zu wenig darüber, wie Sie betroffen sind, und das tut uns leid.

Das gilt jetzt:

{{letter_lead}}

${shared.notDescribed}`,
  },
}

/** To those who were told more than is true. */
export const correctionDown: LetterText = {
  subject: "Berichtigung: {{letter_subject}}",
  sections: {
    lead: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand, dass Sie stärker betroffen seien, als Sie es sind. Das tut uns leid, auch die Sorge, die es Ihnen gemacht hat.

Damals haben wir Ihnen gesagt, {{told_before}}. Jetzt wissen wir mehr.

Das gilt jetzt:

{{letter_lead}}`,
    lead_without_description: `Wir müssen unseren Brief vom {{told_on}} berichtigen. Darin stand, dass Sie stärker betroffen seien, als Sie es sind. Das tut uns leid, auch die Sorge, die es Ihnen gemacht hat.

Das gilt jetzt:

{{letter_lead}}

${shared.notDescribed}`,
  },
}
