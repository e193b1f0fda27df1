/** The mappings that ship with the product and may be named without a path. */
export const builtInMappings = ["canonical", "cloudtrail", "ocsf"] as const
export type BuiltInMapping = (typeof builtInMappings)[number]
