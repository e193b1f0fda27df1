import { openSecret, type SealedFor, sealSecret } from "../../core/sealed-secret.ts"

interface Keyed {
  secret(purpose: string): Buffer
}

/** The secret of a switch as the database keeps it. */
export function sealSwitchSecret(keyed: Keyed, switchId: string, text: string): string {
  return sealSecret(keyed, ofSwitch(switchId), text)
}

/** As it was sealed. Throws when it was sealed for another switch, by another installation, or altered. */
export function openSwitchSecret(keyed: Keyed, switchId: string, text: string): string {
  return openSecret(keyed, ofSwitch(switchId), text)
}

const ofSwitch = (id: string): SealedFor => ({ purpose: "switch secrets", id })
