import { configDefaults, defineConfig } from "vitest/config"

/** Tests that need no engine and no process: they are part of `npm run verify`. */
const pure = [
  "lib/core/**/*.test.ts",
  "lib/evidence/framing/**/*.test.ts",
  "lib/evidence/incident-file*.test.ts",
  "lib/exposure/questions.test.ts",
  "lib/exposure/result-folder.test.ts",
  "lib/testing/reference/**/*.test.ts",
  "scripts/checks/**/*.test.ts",
  "scripts/terminal/**/*.test.ts",
]

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/checks/final-line.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    slowTestThreshold: 5_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "pure", include: pure } },
      {
        extends: true,
        test: {
          name: "engine",
          include: ["lib/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...pure],
        },
      },
    ],
  },
})
