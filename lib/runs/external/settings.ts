// Browsers take these from here: schemas probe for eval, which the policy of our pages forbids.

/** How many items somebody else's system is handed at once: in one transaction, for which others wait. */
export const HAND_OUT_MIN = 500
export const HAND_OUT_MAX = 20_000
export const HAND_OUT_DEFAULT = 10_000

/** How long somebody else's system may have. */
export const HAND_OUT_HOURS_MAX = 720
export const HAND_OUT_HOURS_DEFAULT = 24

/** What stands beside the files that a manifest names. */
export const SIGNED = ["manifest.json", "manifest.sig"]
