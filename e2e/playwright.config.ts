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
  retries: 0,
  reporter: [["list"], ["./counts.ts"]],
  globalSetup: "./open-console.ts",
  use: {
    baseURL: `http://localhost:${port}`,
    browserName: "chromium",
    launchOptions: { executablePath, args },
    trace: "retain-on-failure",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
  },
})
