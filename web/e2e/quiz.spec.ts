import { expect, test } from './fixture';
import { answer, choose, startQuiz } from './pages';

test('a practice of five, by keyboard alone, says why after each answer', async ({ page }) => {
  await startQuiz(page, 'practice');
  for (let n = 1; n <= 5; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 5`)).first()).toBeVisible();
    const radios = page.locator('fieldset input[type=radio]');
    if (await radios.count()) {
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
    } else await answer(page);
    await expect(page.getByText('Worked step by step')).toBeVisible();
    await expect(page.getByRole('status')).toBeVisible();
    if (n < 5) await page.getByRole('link', { name: 'Next question' }).click();
  }
});

test('a test of ten ends in a verdict for each objective, each with where to go', async ({ page }) => {
  await startQuiz(page, 'test');
  for (let n = 1; n <= 10; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 10`)).first()).toBeVisible();
    await choose(page);
    await page.locator('fieldset').first().locator('xpath=ancestor::form').getByRole('button').last().click();
    await page.waitForLoadState();
  }
  const main = page.getByRole('main');
  await expect(main.getByText(/strong|shaky|not yet/i).first()).toBeVisible();
  await expect(main.getByRole('link', { name: /./ }).first()).toBeVisible();
});

test('going back and answering again counts once', async ({ page }) => {
  await startQuiz(page, 'practice');
  await answer(page);
  const verdict = await page.getByRole('status').innerText();
  await page.goto(page.url());
  await expect(page.locator('fieldset')).toHaveCount(0);
  expect(verdict).not.toBe('');
});
