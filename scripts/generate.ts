/** Writes the database client of prisma/schema.prisma into prisma/generated; runs after every `npm ci`. */
import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"

const require = createRequire(import.meta.url)
execFileSync(process.execPath, [require.resolve("prisma/build/index.js"), "generate"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  // Generating needs no schema engine; naming any program keeps Prisma from downloading one.
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
  stdio: ["ignore", "ignore", "inherit"],
})
