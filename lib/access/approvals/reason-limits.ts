/** How much must be said, for verbs and for pages; apart from the schemas, which browsers do not need. */
export const REASON_CHARACTERS_MIN = 10
export const EMERGENCY_CHARACTERS_MIN = 20
