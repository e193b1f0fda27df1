import { createHmac, hkdfSync } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "../core/config.ts"
import { installationSecret } from "./config.ts"

const MASTER = "master"
const BYTES = 32

type Given = Pick<Config, "dataFolder" | "secret">

/**
 * 32 bytes for each purpose, derived (HKDF-SHA-256) from one secret of the installation: that of TOCSIN_SECRET, else one
 * that is made when it is first needed and kept in the data folder.
 */
export function openSecrets(config: Given): (purpose: string) => Buffer {
  const master = config.secret ?? installationSecret(config.dataFolder, MASTER)
  return (purpose) => earlierSecret(config, purpose) ?? derived(master, purpose)
}

function derived(master: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "", `tocsin ${purpose}`, BYTES))
}

/** Earlier versions kept a secret for each purpose in a file of its own: what was signed with it stays good. */
function earlierSecret({ secret, dataFolder }: Given, purpose: string): Buffer | null {
  const file = join(dataFolder, "secrets", purpose)
  return secret === null && existsSync(file) ? Buffer.from(readFileSync(file, "utf8"), "base64url") : null
}

/** Where the secret comes from, and what tells that another is not the same without telling what it is. */
export function secretCheck(config: Given): { isSetting: boolean; check: string | null } {
  const isThere = config.secret !== null || existsSync(join(config.dataFolder, "secrets", MASTER))
  const check = isThere
    ? createHmac("sha256", openSecrets(config)("key check")).update("tocsin").digest("hex").slice(0, 32)
    : null
  return { isSetting: config.secret !== null, check }
}
