import { join } from 'node:path';
import { test } from './fixture';
import { lessonPages, otherPages } from './pages';

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
