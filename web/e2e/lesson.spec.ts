import { expect, test } from './fixture';
import { edit, opening } from './pages';

const deepDive = `${opening}/deep-dive`;

test('a prediction is committed before its text opens, and stays committed', async ({ page }) => {
  await page.goto(deepDive);
  const gated = 'That is why tools made for users break on roles';
  expect(await page.content()).not.toContain(gated);
  const predict = page.locator('#predict-two-of-three');
  await predict.getByLabel('It is refused').check();
  await predict.getByRole('button').click();
  await expect(page.getByText(gated)).toBeVisible();
  await page.reload();
  await expect(page.getByText(gated)).toBeVisible();
});

test('a wrong prediction says what tempts', async ({ page }) => {
  await page.goto(deepDive);
  const predict = page.locator('#predict-narrower');
  await predict.getByLabel(/Less and more/).check();
  await predict.getByRole('button').click();
  await expect(page.getByText(/everyone who may borrow a key could cut a new one/)).toBeVisible();
});

test('a live policy runs, and an edit changes its verdict and says why', async ({ page }) => {
  await page.goto(deepDive);
  const block = page.locator('#read-reports');
  await block.getByRole('button', { name: 'Run' }).first().click();
  await expect(block.getByText('Allowed', { exact: true }).first()).toBeVisible();
  await edit(block, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}');
  await block.getByRole('button', { name: 'Run' }).first().click();
  await expect(block.getByText('Not allowed', { exact: true }).first()).toBeVisible();
});

test('a faulty policy is answered with line, column and mend', async ({ page }) => {
  await page.goto(deepDive);
  const block = page.locator('#read-reports');
  await edit(block, '{"Version": "2012-10-17", "Statment": []}');
  await block.getByRole('button', { name: 'Run' }).first().click();
  await expect(block.getByText(/Line 1, column \d+/).first()).toBeVisible();
});

test('the last mode is remembered', async ({ page }) => {
  await page.goto(`${opening}/myths`);
  await page.locator('fieldset input').first().check();
  await page.getByRole('button', { name: 'Commit' }).first().click();
  await expect(page.getByText(/engine/i).first()).toBeVisible();
  await page.goto(opening);
  await expect(page).toHaveURL(/\/myths$/);
});

test('a finished mode is marked in the switcher at once', async ({ page }) => {
  await page.goto(`${opening}/why`);
  const why = page.getByRole('navigation', { name: 'Ways to learn this lesson' }).getByRole('link', { name: /Why/ });
  await expect(why).not.toContainText('done');
  await page.getByRole('button', { name: 'Mark as finished' }).click();
  await expect(why).toContainText('done');
});

test('Visualize steps forward and back', async ({ page }) => {
  await page.goto(`${opening}/visualize`);
  const forward = page.getByRole('button', { name: 'Next' }).first();
  await forward.click();
  await expect(page.getByText(/^2 of /).first()).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).first().click();
  await expect(page.getByText(/^1 of /).first()).toBeVisible();
  await forward.press('ArrowRight');
  await expect(page.getByText(/^2 of /).first()).toBeVisible();
});

test('the cheat sheet prints on one page', async ({ page }) => {
  await page.goto(`${opening}/cheat-sheet`);
  const pdf = await page.pdf({ format: 'A4', printBackground: false, preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? [];
  expect(pages.length).toBe(1);
});
