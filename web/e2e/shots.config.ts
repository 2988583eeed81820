import { defineConfig } from '@playwright/test';
import { launch } from './browser';

// make shots: pictures to look at, of every page type in both sizes and themes.
export default defineConfig({
  testDir: '.',
  testMatch: 'shots.spec.ts',
  outputDir: './test-results',
  globalSetup: './server.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: 'line',
  use: { launchOptions: launch },
});
