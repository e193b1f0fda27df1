import { pbkdf2Sync, randomBytes, randomUUID } from "node:crypto"

export const REALM = "cameras"
/** An app that keeps people signed in, and one that acts for them while they are away. */
export const APP = "app"
export const AWAY = "app-away"
export const SERVICE = "tocsin"
export const REDIRECT_URL = "http://127.0.0.1/canary"

/** In seconds; the app that acts for people while they are away has longer access tokens than the realm. */
export const ACCESS_TOKEN_S = 60
export const AWAY_TOKEN_S = 90

export interface TestUser {
  id: string
  username: string
}

export interface TestRealm {
  users: TestUser[]
  password: string
  serviceSecret: string
  /** As Keycloak imports it. */
  representation: { realm: string }
}

/**
 * A realm with so many users, who all have the same password: hashed once, by one iteration, because the time that it
 * takes to check passwords is not what is measured.
 */
export function makeRealm(count: number): TestRealm {
  const password = randomBytes(12).toString("hex")
  const serviceSecret = randomBytes(24).toString("hex")
  const users = Array.from({ length: count }, (_, nth) => ({
    id: randomUUID(),
    username: `user-${String(nth).padStart(6, "0")}`,
  }))
  const credentials = [hashed(password)]
  return {
    users,
    password,
    serviceSecret,
    representation: {
      realm: REALM,
      ...realmSettings,
      clients: [
        serviceClient(serviceSecret),
        publicClient(APP, {}),
        publicClient(AWAY, { "access.token.lifespan": String(AWAY_TOKEN_S) }),
      ],
      users: [
        ...users.map(({ id, username }) => ({
          id,
          username,
          enabled: true,
          email: `${username}@example.org`,
          firstName: "Test",
          lastName: "User",
          realmRoles: ["offline_access"],
          credentials,
        })),
        serviceAccount,
      ],
    } as { realm: string },
  }
}

const realmSettings = {
  enabled: true,
  sslRequired: "none",
  passwordPolicy: "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)",
  accessTokenLifespan: ACCESS_TOKEN_S,
  // Nobody's session may come to its end by itself while it is looked whether it was ended.
  ssoSessionIdleTimeout: 7_200,
  eventsEnabled: true,
  eventsExpiration: 3_600,
  enabledEventTypes: ["LOGIN", "LOGIN_ERROR"],
}

const serviceAccount = {
  username: `service-account-${SERVICE}`,
  enabled: true,
  serviceAccountClientId: SERVICE,
  clientRoles: {
    "realm-management": [
      "view-users",
      "manage-users",
      "view-realm",
      "manage-realm",
      "view-clients",
      "view-events",
    ],
  },
}

function hashed(password: string): object {
  const salt = randomBytes(16)
  const value = pbkdf2Sync(password, salt, 1, 32, "sha256").toString("base64")
  return {
    type: "password",
    secretData: JSON.stringify({ value, salt: salt.toString("base64") }),
    credentialData: JSON.stringify({ hashIterations: 1, algorithm: "pbkdf2-sha256" }),
  }
}

function serviceClient(secret: string): object {
  return {
    clientId: SERVICE,
    secret,
    enabled: true,
    publicClient: false,
    serviceAccountsEnabled: true,
    directAccessGrantsEnabled: true,
    standardFlowEnabled: true,
    redirectUris: [REDIRECT_URL],
    protocolMappers: [audienceMapper],
  }
}

function publicClient(clientId: string, attributes: Record<string, string>): object {
  return {
    clientId,
    enabled: true,
    publicClient: true,
    directAccessGrantsEnabled: true,
    redirectUris: [REDIRECT_URL],
    attributes,
    protocolMappers: [audienceMapper],
  }
}

/** Keycloak tells of a token only to whom it is for. */
const audienceMapper = {
  name: "for-introspection",
  protocol: "openid-connect",
  protocolMapper: "oidc-audience-mapper",
  config: {
    "included.client.audience": SERVICE,
    "access.token.claim": "true",
    "introspection.token.claim": "true",
  },
}
