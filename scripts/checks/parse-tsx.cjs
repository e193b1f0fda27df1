/** Loaded into dependency-cruiser, whose swc parser does not know of .tsx yet: markup in TypeScript is parsed as such. */
const swc = require("@swc/core")

const { parseFileSync } = swc
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") })
