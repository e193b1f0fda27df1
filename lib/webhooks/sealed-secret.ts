import { randomBytes } from "node:crypto"
import { openSecret as open, type SealedFor, sealSecret as seal } from "../core/sealed-secret.ts"

interface Keyed {
  secret(purpose: string): Buffer
}

/** 24 random bytes as Standard Webhooks writes them. */
export function makeSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`
}

/** The secret of an endpoint as the database keeps it. */
export function sealSecret(keyed: Keyed, endpointId: string, text: string): string {
  return seal(keyed, ofEndpoint(endpointId), text)
}

/** As it was sealed. Throws when it was sealed for another endpoint, by another installation, or altered. */
export function openSecret(keyed: Keyed, endpointId: string, text: string): string {
  return open(keyed, ofEndpoint(endpointId), text)
}

const ofEndpoint = (id: string): SealedFor => ({ purpose: "webhook secrets", id })
