import { createPrivateKey, type KeyObject } from "node:crypto"
import { readFile } from "node:fs/promises"
import { buffer } from "node:stream/consumers"
import DKIM from "nodemailer/lib/dkim"
import type { Config } from "../../core/config.ts"
import { AppError, invariant } from "../../core/errors.ts"
import type { SignLetter } from "../../core/letter-transport.ts"

const MARK = Buffer.from("DKIM-Signature:")
/** What a signature covers: all that a reader is shown, and what says how it is to be read. */
const HEADERS =
  "from:reply-to:to:subject:date:message-id:mime-version:content-type:content-language:auto-submitted"

/**
 * What signs letters with the key of TOCSIN_DKIM (RFC 6376, rsa-sha256); null where none is set. Throws invalid where the
 * key cannot be read or is no RSA key.
 */
export async function openSigner({ letters: { dkim } }: Pick<Config, "letters">): Promise<SignLetter | null> {
  if (dkim === null) return null
  const { domain, selector, keyFile } = dkim
  // Read once: what node:crypto takes in place of text, nodemailer's declaration does not know.
  const privateKey = (await readKey(keyFile)) as unknown as string
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey,
    headerFieldNames: HEADERS,
  })
  return async (message) => {
    const signed = await buffer(signer.sign(message))
    // nodemailer gives what it could not sign without a word.
    invariant(signed.subarray(0, MARK.length).equals(MARK), "a letter was signed")
    return signed
  }
}

async function readKey(keyFile: string): Promise<KeyObject> {
  const key = await readFile(keyFile, "utf8")
    .then(createPrivateKey)
    .catch((cause: unknown) => {
      throw new AppError("invalid", "TOCSIN_DKIM: its file holds no private key that can be read", { cause })
    })
  if (key.asymmetricKeyType !== "rsa") throw new AppError("invalid", "TOCSIN_DKIM: its file holds no RSA key")
  return key
}
