import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto"
import type { Context } from "../../core/context.ts"

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex")

/** This installation's key for work lists, always the same. */
function signingKey({ secret }: Pick<Context, "secret">): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([PKCS8, secret("work lists")]),
    format: "der",
    type: "pkcs8",
  })
}

/** PEM: with this key anybody can check that a work list is this installation's. */
export function workListPublicKey(ctx: Pick<Context, "secret">): string {
  return createPublicKey(signingKey(ctx)).export({ format: "pem", type: "spki" }).toString()
}

/** The Ed25519 signature of a work list's manifest. */
export function signManifest(ctx: Pick<Context, "secret">, manifest: Buffer): Buffer {
  return sign(null, manifest, signingKey(ctx))
}
