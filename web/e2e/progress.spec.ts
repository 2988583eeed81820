import { expect, test } from './fixture';
import { opening } from './pages';

test('progress moves to another browser by its phrase, is exported and deleted', async ({ page, browser, baseURL }) => {
  await page.goto(`${opening}/why`);
  await page.getByRole('button', { name: 'Mark as finished' }).click();
  // A page promises nothing before it says so: leaving earlier drops the request.
  await expect(page.getByText('You have finished this mode.')).toBeVisible();
  await page.goto('/progress');
  await expect(page.getByRole('main')).toContainText('Assuming roles for temporary access');
  await page.getByRole('button', { name: 'Make a recovery phrase' }).click();
  const phrase = /\b(?:[a-z]+[ -]){7}[a-z]+\b/.exec(await page.getByRole('main').innerText())?.[0];
  expect(phrase, 'eight words').toBeTruthy();

  const other = await browser.newContext({ baseURL: baseURL! });
  const phone = await other.newPage();
  await phone.goto('/progress/recover');
  await phone.locator('main input, main textarea').first().fill(phrase!);
  await phone.locator('main').getByRole('button').first().click();
  await phone.waitForURL('**/progress');
  await phone.goto('/progress');
  await expect(phone.getByRole('main')).toContainText('Assuming roles for temporary access');

  const answer = await other.request.get('/progress/export.json');
  expect(answer.ok()).toBe(true);
  expect(JSON.stringify(await answer.json())).toContain('temporary-access');

  await phone.goto('/progress/delete');
  await phone.locator('main').getByRole('button', { name: /delete/i }).first().click();
  await expect(phone.getByRole('heading', { name: 'Everything is deleted' })).toBeVisible();
  await page.goto('/progress');
  await expect(page.getByRole('main')).not.toContainText('Assuming roles for temporary access');
  await other.close();
});
