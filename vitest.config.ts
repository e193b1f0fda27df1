import { configDefaults, defineConfig } from "vitest/config"

/** Tests that need no engine and no process: they are part of `npm run verify`. */
const pure = [
  "lib/core/**/*.test.ts",
  "lib/evidence/framing/**/*.test.ts",
  "lib/evidence/incident-file*.test.ts",
  "lib/exposure/questions.test.ts",
  "lib/exposure/result-folder.test.ts",
  "lib/exposure/revisions/conclusion.test.ts",
  "lib/platform/config.test.ts",
  "lib/platform/secrets.test.ts",
  "lib/platform/backup/tar.test.ts",
  "lib/access/rules.test.ts",
  "lib/access/approvals/{rules,plan-digest}.test.ts",
  "lib/webhooks/retry-rules.test.ts",
  "lib/public/letter-code.test.ts",
  "lib/runs/{rules,pace}.test.ts",
  "lib/containment/**/*.pure.test.ts",
  "lib/notices/letters/**/*.pure.test.ts",
  "lib/containment/**/*.pure.test.ts",
  "lib/containment/switches/{rules,evaluation}.test.ts",
  "emails/**/*.test.ts",
  "lib/testing/reference/**/*.test.ts",
  "scripts/checks/**/*.test.ts",
  "scripts/terminal/**/*.test.ts",
]

/** Tests on a real PostgreSQL, which one server gives to all of them. */
const database = [
  "lib/access/**/*.test.ts",
  "lib/trail/**/*.test.ts",
  "lib/public/**/*.test.ts",
  "lib/webhooks/**/*.test.ts",
  "lib/incidents/**/*.test.ts",
  "lib/evidence/sets/**/*.test.ts",
  "lib/exposure/revisions/**/*.test.ts",
  "lib/platform/{db,backup}/**/*.test.ts",
  "scripts/commands/{import,doctor,backup,trail,notices,logout,switch}.test.ts",
  "lib/exposure/identities/{look-up-person,reveal-person,reveal-people,make-view-files,forget-past-reveals,leaks}.test.ts",
  "lib/exposure/reading/export-list.test.ts",
  "lib/runs/**/*.test.ts",
  "lib/notices/**/*.test.ts",
  "lib/containment/{conduct,logout}/**/*.test.ts",
  "lib/containment/**/*.test.ts",
  "lib/platform/{smtp,sink}/**/*.test.ts",
  "lib/platform/{smtp,sink,idp,relying-party}/**/*.test.ts",
  "scripts/commands/logout/**/*.test.ts",
  "scripts/processes/**/*.test.ts",
  "scripts/public/**/*.test.ts",
  "scripts/demo/**/*.test.ts",
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
          exclude: [...configDefaults.exclude, ...pure, ...database],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: database,
          exclude: [...configDefaults.exclude, ...pure],
          globalSetup: "lib/testing/database/server.ts",
        },
      },
    ],
  },
})
