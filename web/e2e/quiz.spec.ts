import { expect, test } from './fixture';
import { startQuiz } from './pages';

test('a practice of five, by keyboard alone, says why after each answer', async ({ page }) => {
  await startQuiz(page, 'practice');
  for (let n = 1; n <= 5; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 5`)).first()).toBeVisible();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Worked step by step')).toBeVisible();
    await expect(page.getByRole('status')).toBeVisible();
    if (n < 5) await page.getByRole('link', { name: 'Next question' }).click();
  }
});

test('a test of ten ends in a verdict for each objective, each with where to go', async ({ page }) => {
  await startQuiz(page, 'test');
  for (let n = 1; n <= 10; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 10`)).first()).toBeVisible();
    await page.locator('fieldset input').first().check();
    await page.locator('fieldset').locator('xpath=ancestor::form').getByRole('button').last().click();
    await page.waitForLoadState();
  }
  const main = page.getByRole('main');
  await expect(main.getByText(/strong|shaky|not yet/i).first()).toBeVisible();
  await expect(main.getByRole('link', { name: /./ }).first()).toBeVisible();
});

test('going back and answering again counts once', async ({ page }) => {
  await startQuiz(page, 'practice');
  await page.locator('fieldset input').first().check();
  await page.getByRole('button', { name: 'Check answer' }).click();
  const verdict = await page.getByRole('status').innerText();
  await page.goto(page.url());
  await expect(page.locator('fieldset')).toHaveCount(0);
  expect(verdict).not.toBe('');
});
