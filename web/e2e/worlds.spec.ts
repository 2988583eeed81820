import { readFileSync } from 'node:fs';
import { expect, test, type Page } from './fixture';
import { openWorld, replace } from './pages';

const policy = (role: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::444455556666:role/${role}` }] });

const account = JSON.stringify({
  UserDetailList: [{
    Path: '/', UserName: 'carol', Arn: 'arn:aws:iam::123456789012:user/carol',
    AttachedManagedPolicies: [{ PolicyName: 'Gone', PolicyArn: 'arn:aws:iam::123456789012:policy/Gone' }],
  }],
  RoleDetailList: [{
    Path: '/', RoleName: 'Audit', Arn: 'arn:aws:iam::123456789012:role/Audit',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:user/carol' }, Action: 'sts:AssumeRole' }] },
  }],
  GroupDetailList: [], Policies: [],
});

async function save(page: Page, role: string): Promise<void> {
  await replace(page.locator('.cm-content'), policy(role));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. It is in force')).toBeVisible();
}

const undo = (page: Page) => page.getByRole('button', { name: /^Undo: / });
const redo = (page: Page) => page.getByRole('button', { name: /^Redo: / });

async function fold(page: Page, words: string): Promise<void> {
  await page.locator('.world-foot summary', { hasText: words }).click();
}

test('an edit and a reset are undone and done again', async ({ page }) => {
  await openWorld(page);
  await expect(undo(page)).toHaveCount(0);
  await save(page, 'Deploy');
  await expect(undo(page)).toHaveText("Undo: alice’s policy become-deploy added");
  await save(page, 'Other');
  await expect(undo(page)).toHaveText("Undo: alice’s policy become-deploy");
  await undo(page).click();
  await expect(redo(page)).toHaveText("Redo: alice’s policy become-deploy");
  await expect(page.locator('textarea#doc-source')).toHaveValue(policy('Deploy'));
  await redo(page).click();
  await expect(redo(page)).toHaveCount(0);
  await expect(page.locator('textarea#doc-source')).toHaveValue(policy('Other'));

  await fold(page, 'Start again');
  await page.getByRole('button', { name: 'Reset this world' }).click();
  await expect(undo(page)).toHaveText('Undo: the reset');
  await undo(page).click();
  await expect(page.locator('textarea#doc-source')).toHaveValue(policy('Other'));
});

test('Ctrl+Z in the editor takes back typing, not the saved policy', async ({ page }) => {
  await openWorld(page);
  await save(page, 'Deploy');
  const editor = page.locator('.cm-content');
  await editor.press('ControlOrMeta+End');
  await page.keyboard.type(' ');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(undo(page)).toHaveText("Undo: alice’s policy become-deploy added");
  await expect(redo(page)).toHaveCount(0);
});

test.describe(() => {
  test.use({ allowStatus: [409] });
  test('a second tab is told, and nothing is lost', async ({ page, context }) => {
    await openWorld(page);
    await save(page, 'Deploy');
    const step = await undo(page).getAttribute('value');
    const other = await context.newPage();
    await other.goto(page.url());
    await save(other, 'Other');
    // What this tab showed to undo isn't the next change any more.
    await expect(undo(page)).not.toHaveAttribute('value', step!);
    await undo(page).evaluate((b, old) => b.setAttribute('value', old), step!);
    await undo(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'in another tab meanwhile' })).toBeVisible();
    await expect(page.locator('textarea#doc-source')).toHaveValue(policy('Other'));
    await other.close();
  });
});

test.describe(() => {
  test.use({ allowStatus: [404] });
  test('a link gives a stranger a copy, until it is withdrawn', async ({ page, browser }) => {
    await openWorld(page);
    await save(page, 'Deploy');
    await fold(page, 'Share by link');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel(/^Link, made/).inputValue();

    const context = await browser.newContext();
    const friend = await context.newPage();
    await friend.goto(link);
    await expect(friend.getByRole('heading', { level: 1 })).toHaveText('Two accounts, one role');
    await friend.getByRole('button', { name: 'Make my copy' }).click();
    await friend.waitForURL(/\/sandbox\/w-[a-z0-9]+$/);
    expect(friend.url()).not.toBe(page.url().replace(/[?#].*/, ''));
    await expect(friend.locator('textarea#doc-source')).toHaveValue(policy('Deploy'));
    const answer = await context.request.get(page.url());
    expect(answer.status()).toBe(404);

    await page.getByRole('button', { name: 'Withdraw the link' }).click();
    await expect(page.getByRole('button', { name: 'Make a link' })).toBeVisible();
    expect((await context.request.get(link)).status()).toBe(404);
    await context.close();
  });
});

test('renamed, duplicated, deleted from the list', async ({ page }) => {
  await openWorld(page);
  await fold(page, 'Rename');
  await page.locator('#rename-title').fill('  Friday   deploys ');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Friday deploys');
  await fold(page, 'Duplicate');
  await page.getByRole('button', { name: 'Make a copy' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Copy of Friday deploys');

  await page.goto('/sandbox');
  const line = page.locator('.worlds > li', { has: page.getByRole('link', { name: 'Friday deploys', exact: true }) });
  await expect(line).toContainText('from “Two accounts, one role”');
  await line.locator('summary').click();
  await line.getByRole('link', { name: 'Delete Friday deploys' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete this world?');
  await page.getByRole('button', { name: 'Delete this world' }).click();
  await page.waitForURL(/\/sandbox#yours$/);
  await expect(page.getByRole('link', { name: 'Copy of Friday deploys', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Friday deploys', exact: true })).toHaveCount(0);
});

test('a file that was exported comes back equal', async ({ page }) => {
  await openWorld(page);
  await save(page, 'Deploy');
  const download = async (): Promise<string> => {
    await fold(page, 'Export');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'The world as JSON' }).click()]);
    expect(file.suggestedFilename()).toBe('two-accounts-one-role.world.json');
    return (await file.path())!;
  };
  const path = await download();
  const before = page.url();
  await page.goto('/sandbox/import');
  await page.getByLabel('File').setInputFiles(path);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText('Everything in the file is taken over.')).toBeVisible();
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.waitForURL(/\/sandbox\/w-/);
  expect(page.url()).not.toBe(before);
  await expect(page.locator('textarea#doc-source')).toHaveValue(policy('Deploy'));
  expect(readFileSync(await download(), 'utf8')).toBe(readFileSync(path, 'utf8'));
});

test.describe(() => {
  test.use({ allowStatus: [422] });
  test('a real account is shown before it is taken; a broken file is refused with its place', async ({ page }) => {
    await page.goto('/sandbox/import');
    await page.getByLabel('Or its text').fill('{\n  "UserDetailList": [,]\n}');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByRole('alert')).toContainText('line 2, column');
    await expect(page.getByLabel('Or its text')).toHaveValue(/UserDetailList/);

    await page.getByLabel('Or its text').fill(account);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByRole('heading', { name: 'What could not be taken over' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('policy/Gone');
    await page.getByText('1 role').click();
    await expect(page.getByText('Audit', { exact: true })).toBeVisible();
    await page.getByLabel('Title').fill('Our account');
    await page.getByRole('button', { name: 'Take it' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Our account');
    await page.getByRole('button', { name: 'Assume role' }).click();
    await expect(page.getByRole('region', { name: 'Decision' }).getByText('Allowed').first()).toBeVisible();
  });
});
