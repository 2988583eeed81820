import { defineConfig } from '@playwright/test';
import { launch } from './browser';

// ROLECALL_MATRIX=full plays every page, theme and size; without it, each page
// type once in every theme and size, and each lesson mode once.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: './test-results',
  globalSetup: './server.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list', { printSteps: false }]],
  use: { launchOptions: launch, trace: 'off' },
  projects: [
    { name: 'scripts', testIgnore: ['plain.spec.ts', 'shots.spec.ts'] },
    { name: 'plain', testMatch: 'plain.spec.ts', use: { javaScriptEnabled: false } },
  ],
});
