import type { HomeGrownSettings } from "../../core/authority-settings.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"

interface Attempt {
  idempotencyKey?: string
  over?: AbortSignal
}

/** A Global Token Revocation request (draft-parecki-oauth-global-token-revocation); null sends it without a secret. */
export function sendRevocation(
  client: KeptHttpClient,
  { gtrUrl, issuer }: Pick<HomeGrownSettings, "gtrUrl" | "issuer">,
  bearer: string | null,
  sub: string,
  { idempotencyKey, over }: Attempt = {},
) {
  return client.send({
    method: "POST",
    url: gtrUrl,
    headers: {
      "content-type": "application/json",
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    },
    body: JSON.stringify({ sub_id: { format: "iss_sub", iss: issuer, sub } }),
    over,
  })
}
