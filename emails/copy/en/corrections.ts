import type { LetterText } from "../../../lib/core/letters.ts"
import * as shared from "./shared.ts"

/** To those who were told too little. */
export const correctionUp: LetterText = {
  subject: "Correction: {{letter_subject}}",
  sections: {
    lead: `We have to correct our letter of {{told_on}}. It said too little about how you are affected, and we are sorry.

We told you then {{told_before}}. We know more now.

This is true now:

{{letter_lead}}`,
    lead_without_description: `We have to correct our letter of {{told_on}}. It said too little about how you are affected, and we are sorry.

This is true now:

{{letter_lead}}

${shared.notDescribed}`,
  },
}

/** To those who were told more than is true. */
export const correctionDown: LetterText = {
  subject: "Correction: {{letter_subject}}",
  sections: {
    lead: `We have to correct our letter of {{told_on}}. It said that you were affected more than you are. We are sorry, also for the worry.

We told you then {{told_before}}. We know more now.

This is true now:

{{letter_lead}}`,
    lead_without_description: `We have to correct our letter of {{told_on}}. It said that you were affected more than you are. We are sorry, also for the worry.

This is true now:

{{letter_lead}}

${shared.notDescribed}`,
  },
}
