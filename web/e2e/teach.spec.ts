import { expect, test } from './fixture';
import { choose } from './pages';
import { bringIn, makeBank, question, save, share, signIn, signInLink, writeQuestion } from './teach';

test('a link signs one browser in, by its button alone', async ({ page, browser }) => {
  const link = signInLink('Ada');
  await page.goto(link);
  await page.reload(); // looked at twice, it still works
  await page.getByRole('button', { name: 'Sign this browser in' }).click();
  await expect(page.getByRole('heading', { name: 'Your question banks' })).toBeVisible();
  const elsewhere = await browser.newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('This link signs nobody in');
  await elsewhere.close();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('This browser isn’t signed in')).toBeVisible();
});

test('a question is previewed while it is written', async ({ page }) => {
  await makeBank(page);
  await writeQuestion(page);
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('The right answer')).toBeVisible();
  await expect(preview.getByText('It names who may assume it.')).toBeVisible();
  await expect(preview.locator('strong', { hasText: 'who may become' }).first()).toBeVisible();
  // The focus stays where one writes.
  await page.getByLabel('The question', { exact: true }).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' Think.');
  await expect(preview.getByText('Think.').first()).toBeVisible();
  await expect(page.getByLabel('The question', { exact: true })).toBeFocused();
});

test('a bank is written, shared and practised', async ({ page, browser, baseURL }) => {
  await makeBank(page);
  await writeQuestion(page);
  await save(page);
  const path = await share(page);
  const learner = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await learner.goto(path);
  await learner.getByRole('button', { name: 'Start practice' }).click();
  await learner.waitForURL(/\/attempts\//);
  for (const o of question.options) expect(await learner.content()).not.toContain(o.why);
  await choose(learner);
  await learner.getByRole('button', { name: 'Check answer' }).click();
  for (const o of question.options) await expect(learner.getByText(o.why)).toBeVisible();
  await learner.getByRole('link', { name: 'See the result' }).click();
  await expect(learner.getByRole('link', { name: 'Week one' }).first()).toBeVisible();
  await learner.context().close();
});

test.describe('two tabs', () => {
  test.use({ allowStatus: [409] });
  test('the second is told, and nothing is lost', async ({ page, context }) => {
    await makeBank(page);
    await writeQuestion(page);
    await save(page);
    const editor = await page.getByRole('link', { name: /Who decides/ }).getAttribute('href');
    await page.goto(editor!);
    const other = await context.newPage();
    await other.goto(editor!);
    await page.getByLabel('The question', { exact: true }).fill('Who decides it first?');
    await save(page);
    await other.getByLabel('The question', { exact: true }).fill('Who decides it second?');
    await other.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(other.getByText('was saved elsewhere since')).toBeVisible();
    await expect(other.getByLabel('The question', { exact: true })).toHaveValue('Who decides it second?');
    await save(other);
    await expect(other.getByRole('link', { name: /Who decides it second/ })).toBeVisible();
  });
});

test('a file is looked through, and the ticked ones are taken', async ({ page }) => {
  await makeBank(page);
  await bringIn(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 questions found');
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  await page.getByText('As your learners will see it, with its key').first().click();
  await expect(page.getByText('It names who.')).toBeVisible();
  await page.getByRole('checkbox', { name: /Kinds/ }).uncheck();
  await page.getByRole('button', { name: 'Take those ticked' }).click();
  await expect(page.getByText('One question was taken into the bank.')).toBeVisible();
  await page.goBack();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Taken already');
});

test.describe('strangers', () => {
  test.use({ allowStatus: [404, 403] });
  test('another instructor finds nothing', async ({ page, browser, baseURL }) => {
    await makeBank(page);
    const path = new URL(page.url()).pathname;
    const bob = await (await browser.newContext({ baseURL: baseURL! })).newPage();
    await bob.goto(path);
    await expect(bob.getByRole('heading', { level: 1 })).toHaveText('Teach');
    await signIn(bob);
    await bob.goto(path);
    await expect(bob.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
    await bob.context().close();
  });
});
