import { defineConfig } from "@playwright/test"
import { findBrowser } from "./browser.ts"

const { executablePath, args } = await findBrowser()
const port = Number(process.env.TOCSIN_TEST_PORT ?? "4690")

/** Journeys against the production build, in a real browser, on a database and evidence of their own. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // A machine that is busy with other work may be late once; what fails twice is a fault. Repeated ones are told as flaky.
  retries: 1,
  reporter: [["list"], ["./counts.ts"]],
  globalSetup: "./open-console.ts",
  // Sign-in needs no result: the first runs are under way meanwhile. Names that are approved stay in sight, so that comes
  // late; who breaks things comes last.
  projects: [
    { name: "door", testMatch: "sign-in.spec.ts" },
    { name: "rooms", testIgnore: ["sign-in.spec.ts", "approvals.spec.ts", "faults.spec.ts"] },
    { name: "approvals", testMatch: "approvals.spec.ts" },
    { name: "faults", testMatch: "faults.spec.ts" },
  ],
  use: {
    baseURL: `http://localhost:${port}`,
    browserName: "chromium",
    launchOptions: { executablePath, args },
    screenshot: "only-on-failure",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
  },
})
