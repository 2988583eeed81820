import { expect, test, type Page } from './fixture';
import { moveClock, openWorld, replace } from './pages';

const allowAlice = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::444455556666:role/Deploy' }],
});

async function save(page: Page, json: string): Promise<void> {
  const editor = page.locator('.cm-content');
  await replace(editor, json);
  await page.getByRole('button', { name: 'Save' }).click();
}

async function type(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Command' }).fill(line);
  await page.keyboard.press('Enter');
}

test('refused, mended, borrowed, used, expired', async ({ page }) => {
  await openWorld(page);
  const decision = page.getByRole('region', { name: 'Decision' });
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(decision.getByText('Not allowed').first()).toBeVisible();

  await save(page, allowAlice);
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(decision.getByText('Allowed').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Credentials in hand' }).getByText(/ASIA/).first()).toBeVisible();

  const log = page.getByRole('log');
  await type(page, 'aws sts get-caller-identity');
  await expect(log).toContainText('"Arn"');
  const session = page.getByLabel('Who reads').locator('option', { hasText: 'Deploy/ship' });
  await page.getByLabel('Who reads').selectOption((await session.getAttribute('value'))!);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText('GetObject');

  await moveClock(page, '+1 h');
  await moveClock(page, '+15 min');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByRole('main')).toContainText('ExpiredToken');
});

test.describe(() => {
  test.use({ allowStatus: [422] });
  test('a policy that does not parse never replaces the good one', async ({ page }) => {
    await openWorld(page);
    await save(page, allowAlice);
    await save(page, '{"Version": "2012-10-17", "Statement": [');
    await expect(page.getByRole('region', { name: 'Policies' })).toContainText(/Line 1, column/);
    await page.getByRole('button', { name: 'Assume role' }).click();
    await expect(page.getByRole('region', { name: 'Decision' }).getByText('Allowed').first()).toBeVisible();
  });
});

test('the console answers as the CLI would', async ({ page }) => {
  await openWorld(page);
  const log = page.getByRole('log');
  await type(page, 'aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship');
  await expect(log).toContainText('An error occurred (AccessDenied) when calling the AssumeRole operation');
  await type(page, 'aws sts assum-role');
  await expect(log).toContainText(/invalid choice/i);
});

test('the Tab key completes a command, and leaves the console when it has nothing to add', async ({ page }) => {
  await openWorld(page);
  const line = page.getByRole('textbox', { name: 'Command' });
  await line.fill('aws sts get-c');
  await line.press('Tab');
  await expect(line).toHaveValue('aws sts get-caller-identity ');
  await expect(line).toBeFocused();
  await page.keyboard.type('--o');
  await line.press('Tab');
  await expect(line).toHaveValue('aws sts get-caller-identity --output ');
  await page.keyboard.type('t');
  await line.press('Tab');
  await expect(line).toHaveValue('aws sts get-caller-identity --output t');
  await expect(page.getByRole('status').filter({ hasText: 'table' })).toContainText('text');
  await expect(line).toBeFocused();
  await line.press('Tab');
  await expect(line).not.toBeFocused();
  await expect(page.getByRole('log')).toContainText('Nothing typed yet.');
});

test("another reader's world is not there", async ({ page, browser, baseURL }) => {
  await openWorld(page);
  const stranger = await browser.newContext();
  const answer = await stranger.request.get(page.url());
  expect(answer.status()).toBe(404);
  await stranger.close();
  expect(page.url()).toContain(baseURL!);
});
