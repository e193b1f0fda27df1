/** What `npm run bench logout` measures. */
export const logoutParts = ["rate", "provider", "epochs", "kills", "logins"] as const
export type LogoutPart = (typeof logoutParts)[number]
