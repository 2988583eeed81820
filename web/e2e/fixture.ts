import { test as base, expect, type Page } from '@playwright/test';

// Every test runs against the one server and fails on a console error (a breach
// of the content security policy is one), on an uncaught exception, on a
// request to another host, and on an answer of 500 or above.
export const test = base.extend<{ allowStatus: number[] }>({
  baseURL: async ({}, use) => use(process.env.ROLECALL_URL!),
  allowStatus: [[], { option: true }],
  page: async ({ page, baseURL, allowStatus }, use) => {
    const faults: string[] = [];
    page.on('console', (m) => {
      const expected = allowStatus.some((s) => m.text().includes(`status of ${s}`) || m.text().includes(`Status Error Code ${s} `));
      if (m.type() === 'error' && !expected) faults.push(`console: ${m.text()}`);
    });
    page.on('pageerror', (e) => faults.push(`exception: ${e.message}`));
    page.on('request', (r) => {
      const url = r.url();
      if (!url.startsWith(baseURL!) && !url.startsWith('data:') && !url.startsWith('blob:')) faults.push(`third party: ${url}`);
    });
    page.on('response', (r) => {
      if (r.status() >= 500 && !allowStatus.includes(r.status())) faults.push(`${r.status()} ${r.url()}`);
    });
    await use(page);
    expect(faults, 'console, exceptions, third parties, server errors').toEqual([]);
  },
});

export { expect };
export type { Page };
