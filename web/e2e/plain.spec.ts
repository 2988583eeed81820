import { expect, test } from './fixture';
import { playPath } from './path';
import { answer, arriveAt, lessonPages, opening, openWorld, otherPages, questionTypes, startQuiz, type QuestionType } from './pages';

// With JavaScript off, and on a clone that was built without Node.

test('every page is there, styled', async ({ page }) => {
  test.setTimeout(120_000);
  for (const type of [...lessonPages, ...otherPages]) {
    await type.arrive(page);
    await expect(page.locator('h1'), type.name).toHaveCount(1);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), type.name).not.toBe('rgba(0, 0, 0, 0)');
  }
});

test('a prediction commits by a plain form', async ({ page }) => {
  await page.goto(`${opening}/deep-dive`);
  const gated = 'That is why tools made for users break on roles';
  expect(await page.content()).not.toContain(gated);
  const predict = page.locator('#predict-two-of-three');
  await predict.getByLabel('It is refused').check();
  await predict.getByRole('button').click();
  await expect(page.getByText(gated)).toBeVisible();
});

test('a live policy runs by a plain form', async ({ page }) => {
  await page.goto(`${opening}/deep-dive`);
  await page.locator('form[action*="/run/read-reports"]').first().getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('main')).toContainText('Allowed');
});

test('a practice goes on by plain forms', async ({ page }) => {
  await startQuiz(page, 'practice');
  for (let n = 1; n <= 5; n++) {
    await answer(page);
    await expect(page.getByText('Worked step by step')).toBeVisible();
    if (n < 5) await page.getByRole('link', { name: 'Next question' }).click();
  }
});

for (const type of Object.keys(questionTypes) as QuestionType[]) {
  test(`a question of type ${type} is answered by a plain form`, async ({ page }) => {
    await arriveAt(page, type);
    await expect(page.getByText('Worked step by step')).toHaveCount(0);
    await answer(page);
    await expect(page.getByRole('status')).toHaveText(/^(Right|Not quite)\./);
    await expect(page.getByText('Worked step by step')).toBeVisible();
  });
}

test('the sandbox works by plain forms', async ({ page }) => {
  await openWorld(page);
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Not allowed');
  await page.getByRole('region', { name: 'Policies' }).locator('textarea').fill(
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}',
  );
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Allowed');
  await page.getByRole('textbox', { name: 'Command' }).fill('aws sts get-caller-identity');
  await page.getByRole('region', { name: 'Console' }).getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('log')).toContainText('"Arn"');
});

test('the guided path is walked by plain forms', async ({ page }) => {
  test.setTimeout(90_000);
  await playPath(page, false);
});
