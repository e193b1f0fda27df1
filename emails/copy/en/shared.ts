/** What several letters say in the same words. */

export const whatHappened = `{{what_happened}}

When it happened: {{happened}}.`

export const whatWasReceived = `This is what our records show. {{times}}.

- {{cameras}}`

export const peopleWithoutAccount = `We count pictures, videos and accounts, not people. An account can have more than one user. What was recorded may also show people who have no account with us: people who live with you, guests, or people who walked by.`

export const whichCameras = `The information is what these cameras recorded:

- {{camera_names}}

It may also show people who have no account with us: people who live with you, guests, or people who walked by.`

export const alsoViewer = `You also received footage that was not yours: {{seen_footage}} from {{seen_owners}}. You did nothing wrong. If you saved any of it, please delete it. Please do not share it.`

export const household = `At least one of these accounts belongs to someone who once shared your cameras. Their access had ended before. If this could put you in danger, call the police. If you tell us, we will answer you first.`

/** Nothing of what happened: a piece of advice that is good in any case. */
export const householdWithoutDescription = `Your safety comes first. If someone who once shared your cameras could put you in danger, call the police. If you tell us, we will answer you first.`

export const stepsForOwners = {
  danger:
    "If what was recorded could put you or someone else in danger, call the police first. Then tell us, and we will help with what they need.",
  tell: "Tell the people who may be in the footage. We have no way to reach them.",
  people: "Check who can use your cameras. Open the app yourself and remove everyone you do not know.",
  more: "If you want to know more, go to {{security_page}} yourself. Type the address into your browser.",
  fraud: "Do not trust messages about this that ask for a password, a code or money. We never ask for them.",
}

export const whomToAsk = `{{support}}. {{support_hours}}. You can also reply to this letter. A person reads each reply.`

/** Telephone numbers as mass.gov gave them: "Request a credit report security freeze", seen November 2026. */
export const rightsMassachusetts = `You have the right to get any police report that is made about this. If you are a victim of identity theft, you can also file a police report and get a copy of it.

You can ask for a security freeze of your credit file. It keeps others from taking out credit in your name. It costs nothing to place, lift or remove a freeze. Call each of these three companies:

- Equifax: 1-800-349-9960 or 1-800-685-1111
- Experian: 1-888-397-3742
- TransUnion: 1-888-909-8872

Have these ready: your full name, your date of birth, your Social Security number, where you lived in the last years, and proof of who you are and where you live, such as a copy of an ID card and of a bill.`

export const notDescribed =
  "The law of Massachusetts does not let us describe in this letter what happened. Please ask us. We will tell you."

export const leadWithoutDescription = `You are affected: personal information of yours was involved in a security incident at {{company}}. We are sorry.

${notDescribed}`

export const subjectWithoutDescription = "You are affected by a security incident at {{company}}"
