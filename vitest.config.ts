import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["lib/**/*.test.ts", "scripts/**/*.test.ts"],
    reporters: ["default", "./scripts/checks/final-line.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    slowTestThreshold: 2_000,
  },
})
