/** The apps that take tokens of the provider: one asks it about each token, one reads them itself. */
export const clientIds = ["app-opaque", "app-jwt"] as const
export type ClientId = (typeof clientIds)[number]

export const API = "urn:demo:api"
export const EVENTS_SCOPE = "events"

export const MINUTE_S = 60
export const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S

/** A second part of the app, which reads self-contained tokens and asks nobody about them. */
export const ARCHIVE = "archive"

/** How long a self-contained access token lives unless it is cut off: short, so that a demo sees it expire. */
export const JWT_LIFETIME_S = 2 * MINUTE_S

export const lifetimesS = {
  AccessToken: HOUR_S,
  RefreshToken: 14 * DAY_S,
  Session: 14 * DAY_S,
  Grant: 14 * DAY_S,
} as const

export const resourceServer = {
  scope: EVENTS_SCOPE,
  audience: API,
  accessTokenTTL: JWT_LIFETIME_S,
  accessTokenFormat: "jwt",
  jwt: { sign: { alg: "EdDSA" } },
} as const
