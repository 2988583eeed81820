import { expect, test } from './fixture';
import { openWorld } from './pages';

// A server that is busy answers 503, one that has given a client its share 429:
// what was typed stays on the page, and the answer is told where it was sent.
for (const status of [503, 429]) {
  test.describe(() => {
    test.use({ allowStatus: [status] });
    test(`what was typed stays when the answer is ${status}`, async ({ page }) => {
      await openWorld(page);
      await page.route('**/console', (route) =>
        route.fulfill({
          status,
          headers: { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': '5' },
          body: '<div class="notice" role="alert"><p><strong>Busy.</strong> What you sent was not saved. Send it again in a moment.</p></div>',
        }),
      );
      const line = page.getByRole('textbox', { name: 'Command' });
      await line.fill('aws sts get-caller-identity');
      await line.press('Enter');
      await expect(page.locator('[data-failed]')).toHaveText('Busy. What you sent was not saved. Send it again in a moment.');
      await expect(line).toHaveValue('aws sts get-caller-identity');
      await page.unroute('**/console');
      await line.press('Enter');
      await expect(page.getByRole('log')).toContainText('"Arn"');
      await expect(page.locator('[data-failed]')).toHaveCount(0);
    });
  });
}
