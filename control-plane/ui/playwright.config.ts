/**
 * End to end, against a server that already runs:
 *   WAYSTATION_URL           its address, e.g. http://127.0.0.1:8080
 *   WAYSTATION_SIGN_IN_LINK  a one-time sign-in address (or only its token), used up by the first test
 *   WAYSTATION_PASSWORD      the password to set and use afterwards (optional)
 *   WAYSTATION_DELIVERED_TASK  number of a partner's task whose callback has arrived (optional)
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: process.env.WAYSTATION_URL ?? 'http://127.0.0.1:4173',
    locale: 'zh-CN',
    viewport: { width: 1360, height: 860 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sign-in', testMatch: /sign-in\.setup\.ts/ },
    { name: 'pages', testMatch: /\.spec\.ts/, dependencies: ['sign-in'], use: { storageState: 'test-results/session.json' } },
  ],
});
