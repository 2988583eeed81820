import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from './fixture';
import { start } from './server';

const root = join(__dirname, '..', '..');

// A server of its own, on which sixty learners have answered, and an instructor
// who looks at it.
const test = base.extend<object, { filled: { url: string; link: () => string } }>({
  filled: [
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), 'rolecall-filled-'));
      execFileSync('go', ['run', './bench/crowd', '-fill', '-data', data, '-learners', '60', '-each', '800'], { cwd: root });
      const { url, stop } = await start(data);
      const link = () => execFileSync('bin/rolecall', ['instructor', 'add', 'Ada', '--data', data], { cwd: root, stdio: 'pipe' }).toString().trim();
      await use({ url, link });
      stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ filled }, use) => use(filled.url),
});

test.describe.configure({ mode: 'serial', timeout: 90_000 });

for (const [width, height] of [[360, 780], [1280, 900]] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test.describe(`${width} ${scheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme: scheme });
      test('an instructor finds the questions to mend', async ({ page, filled }) => {
        await page.goto(filled.link());
        await page.getByRole('button', { name: 'Sign this browser in' }).click();
        await page.getByRole('link', { name: 'Question statistics' }).click();
        const sound = async () => {
          for (const fold of await page.locator('main details:not([open]) > summary').all()) if (await fold.isVisible()) await fold.click();
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
        };
        await expect(page.getByRole('heading', { name: 'Tests as a whole' })).toBeVisible();
        await sound();

        await page.getByLabel('Answered in').selectOption('practice');
        await page.getByLabel('Flags').selectOption('easy');
        await page.getByRole('button', { name: 'Show' }).click();
        const rows = page.locator('table.items tbody tr');
        await expect(rows.first()).toContainText('easy');
        await page.getByRole('link', { name: 'Facility' }).click();
        await expect(page.locator('th[aria-sort=ascending]')).toContainText('Facility');
        const shares = (await rows.locator('td:nth-child(3)').allInnerTexts()).map((s) => parseInt(s, 10));
        expect(shares.length).toBeGreaterThan(3);
        expect(shares).toEqual([...shares].sort((a, b) => a - b));

        await rows.first().getByRole('link').click();
        await expect(page.getByRole('heading', { name: 'What was chosen' }).first()).toBeVisible();
        await sound();
        expect(await page.locator('h1').count()).toBe(1);
      });
    });
  }
}
