/** How long a password is, for verbs and for pages; apart from the schemas, which browsers do not need. */
export const PASSWORD_CHARACTERS_MIN = 12
export const PASSWORD_CHARACTERS_MAX = 128
