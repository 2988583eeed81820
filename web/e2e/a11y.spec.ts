import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixture';
import { lessonPages, otherPages } from './pages';

const full = process.env.ROLECALL_MATRIX === 'full';
const phone = { width: 360, height: 780 };
const desk = { width: 1280, height: 900 };
const views = [
  { name: 'phone, light', size: phone, scheme: 'light' },
  { name: 'desk, dark', size: desk, scheme: 'dark' },
  { name: 'phone, dark', size: phone, scheme: 'dark' },
  { name: 'desk, light', size: desk, scheme: 'light' },
] as const;

// Every page type in every theme and size; the modes of a lesson share a type,
// so each is seen once on a phone and the rest with the full matrix.
for (const view of views) {
  test.describe(view.name, () => {
    test.use({ viewport: view.size, colorScheme: view.scheme });
    const pages = full || view === views[0] ? [...otherPages, ...lessonPages] : otherPages;
    for (const type of pages) {
      test(`${type.name} has no fault that axe sees, and fits`, async ({ page }) => {
        await type.arrive(page);
        await expect(page.locator('h1')).not.toContainText(/no such page/i);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(over, 'pixels that stick out on the right').toBeLessThanOrEqual(0);
        expect(await page.locator('h1').count()).toBe(1);
      });
    }
  });
}
