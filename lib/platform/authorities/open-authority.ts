import type { OpenAuthority } from "../../core/authority-settings.ts"
import { openExternal } from "./external.ts"
import { openHomeGrown } from "./home-grown.ts"
import { openKeptHttpClient } from "./kept-http-client.ts"
import { openKeycloak } from "./keycloak.ts"
import { openOidcProvider } from "./oidc-provider.ts"

/** Opens authorities, each with connections of its own, to where requests of ours may go. */
export function authoritiesOf(config: { outgoingHosts: readonly string[] }): OpenAuthority {
  return (description) => {
    const client = openKeptHttpClient(config)
    switch (description.kind) {
      case "home_grown":
        return openHomeGrown(description.settings, description.secret, client)
      case "oidc_provider":
        return openOidcProvider(description.settings, description.secret, client)
      case "external":
        return openExternal(description.settings, description.secret, client)
      case "keycloak":
        return openKeycloak(description.settings, description.secret, client)
    }
  }
}
