import { hkdfSync } from "node:crypto"
import { installationSecret } from "./config.ts"

/** 32 bytes for each purpose, derived (HKDF-SHA-256) from one secret of the installation. */
export function openSecrets({ dataFolder }: { dataFolder: string }): (purpose: string) => Buffer {
  const master = installationSecret(dataFolder, "master")
  return (purpose) => Buffer.from(hkdfSync("sha256", master, "", `tocsin ${purpose}`, 32))
}
