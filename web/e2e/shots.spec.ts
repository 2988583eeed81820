import { join } from 'node:path';
import { test } from './fixture';
import { lessonPages, opening, otherPages } from './pages';

const folder = join(__dirname, '..', '..', 'shots');

for (const [width, height] of [[360, 780], [1280, 900]] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test.describe(`${width} ${scheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme: scheme });
      for (const type of [...otherPages, ...lessonPages]) {
        test(type.name, async ({ page }) => {
          await type.arrive(page);
          const name = type.name.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
          await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
        });
      }
    });
  }
}

// The picture at the head of the README: a prediction that has been committed, a
// live policy, and why its verdict is what it is.
test.describe('readme', () => {
  test.use({ viewport: { width: 1280, height: 1000 }, colorScheme: 'light' });
  test('the live policy of the deep dive', async ({ page }) => {
    await page.goto(`${opening}/deep-dive`);
    await page.locator('#predict-no-setup').getByLabel(/Tools has to allow Alice/).check();
    await page.locator('#predict-no-setup').getByRole('button').click();
    const policy = page.locator('#alice-may-ask');
    await policy.getByRole('button', { name: 'Run' }).click();
    await policy.getByText('Allowed', { exact: true }).first().waitFor();
    await policy.locator('details', { hasText: 'Show why' }).first().evaluate((e) => { (e as HTMLDetailsElement).open = true; });
    await policy.evaluate((e) => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 40));
    await page.screenshot({ path: join(folder, 'readme.png') });
  });
});
