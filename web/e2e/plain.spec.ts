import { expect, test } from './fixture';
import { playPath } from './path';
import { answer, arriveAt, lessonPages, opening, openWorld, otherPages, part, questionTypes, startQuiz, type QuestionType } from './pages';
import { keysAfterClosing, signBrowsersOut, signInstructorsOut, takeWorld } from './sessions';
import { bringIn, makeBank, save, share, writeQuestion } from './teach';

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

test('on a phone the part that shows is the one that its tab names, and nothing is wider', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await openWorld(page);
  const tab = (name: string) => page.getByRole('navigation', { name: 'Parts of this world' }).getByRole('link', { name, exact: true });
  await expect(tab('Map')).toHaveCSS('font-weight', '600');
  for (const name of ['Policies', 'Console', 'Log']) {
    await tab(name).click();
    await expect(tab(name)).toHaveCSS('font-weight', '600');
    await expect(tab('Map')).not.toHaveCSS('font-weight', '600');
    await expect(page.locator('.world > section:visible')).toHaveCount(1);
  }
  await tab('Policies').click();
  const write = async (actions: string, resources: string): Promise<void> => {
    await page.locator('textarea#doc-source').fill(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "${actions}", "Resource": "${resources}"}]}`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  };
  await write('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Deploy');
  await write('*', '*');
  await expect(page.getByRole('region', { name: 'What your edit changed' })).toContainText('before, only arn:aws:iam::444455556666:role/Deploy was open');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

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

test('the sandbox keeps all its parts without scripts', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await page.getByRole('button', { name: 'Assume role' }).click();
  const decision = page.getByRole('region', { name: 'Decision' });
  await expect(decision.getByRole('img', { name: /The request’s way through the layers/ }).first()).toBeVisible();
  // A row of the trace leads to the line, in the document printed with numbers.
  await decision.getByRole('link', { name: /^line/ }).last().click();
  await expect(page.locator('#doc-numbered .ln:target')).toBeVisible();
  // What became of the document since the start.
  const policies = page.getByRole('region', { name: 'Policies' });
  await policies.locator('textarea').fill('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}');
  await page.getByRole('button', { name: 'Save' }).click();
  await policies.getByText('Changes since the start').click();
  await expect(policies.locator('.diff .added')).toContainText('sts:*');
  await expect(page.getByRole('region', { name: 'What your edit changed' })).toBeVisible();
  // The clock, to a moment; then the sessions are over.
  await page.getByText('To a moment').click();
  await page.getByLabel('Move the clock to, in UTC').fill('2030-01-02T03:04');
  await page.getByRole('button', { name: 'Move it there' }).click();
  await expect(page.locator('#clock')).toContainText('2 January 2030, 03:04 UTC');
  await expect(page.getByRole('region', { name: 'Sessions issued' }).locator('.tag')).toHaveText('ended');
  // The log, filtered.
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('Service or action').fill('s3');
  await page.getByRole('button', { name: 'Show these' }).click();
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText('No event is like that');
  // A question to the engine.
  await page.getByLabel('Action', { exact: true }).fill('sts:AssumeRole');
  await page.getByLabel('Resource', { exact: true }).fill('arn:aws:iam::444455556666:role/Deploy');
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect(page.getByRole('region', { name: 'Evaluate' })).toContainText('Allowed');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } });
  test('the parts of a world are pages of their own, and a form leads to its part', async ({ page }) => {
    await openWorld(page, 'A borrowed key');
    for (const name of ['Map', 'Policies', 'Ask', 'Keys', 'Decision', 'Evaluate', 'Console', 'Log']) {
      await part(page, name);
      await expect(page.locator('.world > section:visible'), name).toHaveCount(1);
    }
    await part(page, 'Ask');
    await page.getByRole('button', { name: 'Assume role' }).click();
    await expect(page.getByRole('region', { name: 'Decision' })).toContainText('both sides say yes');
    await expect(page.locator('.world > section:visible')).toHaveCount(1);
  });
});

test('the guided path is walked by plain forms', async ({ page }) => {
  test.setTimeout(90_000);
  await playPath(page, false);
});

test('a bank is written, filled from a file and practised by plain forms', async ({ page }) => {
  await makeBank(page);
  await writeQuestion(page);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('It names who may assume it.');
  await page.getByRole('button', { name: 'More rows' }).click();
  await expect(page.getByRole('group', { name: 'Option 6' })).toBeVisible();
  await save(page);
  await bringIn(page);
  await page.getByRole('button', { name: 'Take all 2 without faults' }).click();
  await expect(page.getByText('2 questions were taken')).toBeVisible();
  await page.goto(await share(page));
  await page.getByRole('button', { name: 'Start practice' }).click();
  for (let n = 1; n <= 3; n++) {
    await answer(page);
    await expect(page.locator('.choice.answered')).toBeVisible();
    if (n < 3) await page.getByRole('link', { name: 'Next question' }).click();
  }
});

test('a world is taken by a plain form', async ({ page, browser }) => {
  await takeWorld(page, browser);
});

test('browsers are signed out by plain forms', async ({ page, browser, baseURL }) => {
  await signBrowsersOut(page, browser, baseURL!);
});

test('instructors are signed out by plain forms', async ({ page, browser, baseURL }) => {
  await signInstructorsOut(page, browser, baseURL!);
});

test('when a bank shows its keys is set by a plain form', async ({ page, browser, baseURL }) => {
  await keysAfterClosing(page, browser, baseURL!);
});
