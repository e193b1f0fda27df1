import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

// The same words for whatever was told and is true now: they claim nothing that is not so in one of those cells, such as
// that somebody is affected of whom nobody knows.

/** To those who were told too little. */
export const correctionUp: LetterText = {
  subject: "Correction: {{letter_subject}}",
  sections: {
    lead: `We have to correct our letter of {{told_on}}. It told you less than there is to tell, and we are sorry.

We told you then {{told_before}}. That no longer holds as we wrote it.

This is true now:

{{letter_lead}}`,
    lead_without_description: `We have to correct our letter of {{told_on}}. It told you less than there is to tell, and we are sorry.

This is true now:

{{letter_lead}}

${shared.notDescribed}`,
  },
}

/** To those who were told more than is true. */
export const correctionDown: LetterText = {
  subject: "Correction: {{letter_subject}}",
  sections: {
    lead: `We have to correct our letter of {{told_on}}. It may have worried you more than it had to, and we are sorry.

We told you then {{told_before}}. That no longer holds as we wrote it.

This is true now:

{{letter_lead}}`,
    lead_without_description: `We have to correct our letter of {{told_on}}. It may have worried you more than it had to, and we are sorry.

This is true now:

{{letter_lead}}

${shared.notDescribed}`,
  },
}
