import { expect, test, type Page } from './fixture';
import { openWorld, part, replace } from './pages';

const deploy = 'arn:aws:iam::444455556666:role/Deploy';

async function assume(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(page.locator('#said')).not.toBeEmpty();
}

async function run(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Command' }).fill(line);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').locator('.cmd').last()).toContainText(line.slice(0, 40)); // the empty log tells of a command too
}

test('an act says what came of it and leaves the reader where they are', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  const button = page.getByRole('button', { name: 'Assume role' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'both sides say yes' })).toBeVisible();
  await expect(button).toBeFocused();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText(/both sides say yes/i);
  await expect(page.locator('#map .arrow.lit').first()).toBeAttached();
  const hour = page.getByRole('button', { name: '+1 h' });
  await hour.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#said')).toContainText('1 session ended meanwhile');
  await expect(hour).toBeFocused();
});

test('the trace leads to the line in the editor, also of another document', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await assume(page);
  const decision = page.getByRole('region', { name: 'Decision' });
  await expect(decision.getByRole('img', { name: /The request’s way through the layers/ }).first()).toBeVisible();
  await decision.getByRole('listitem').filter({ hasText: 'TrustTools' }).getByRole('link', { name: /^line/ }).click();
  await expect(page.locator('.cm-pointed')).toContainText('{');
  await expect(page.locator('.cm-content')).toBeFocused();
  // Alice's policy is not the one that is open: the link opens it there.
  await decision.getByRole('link', { name: /^line/ }).last().click();
  await expect(page.locator('#editor')).toHaveAttribute('data-doc', /alice/);
  await expect(page.locator('.cm-pointed')).toBeVisible();
});

test('who is drawn leads by keyboard to the policy that is about them', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  const alice = page.locator('#map').getByRole('link', { name: /^alice: Identity policy/ }).first();
  await alice.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#editor')).toHaveAttribute('data-doc', /users\/alice/);
});

test('the editor completes what this world knows', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  const editor = page.locator('.cm-content');
  const complete = async (before: string, after: string, typed: string): Promise<void> => {
    await replace(editor, before + after);
    for (let i = 0; i < after.length; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(typed, { delay: 20 });
  };
  const options = page.locator('.cm-tooltip-autocomplete').getByRole('option');
  await complete('{"Statement": [{"Principal": {"AWS": "', '"}}]}', 'arn:aws:iam::1');
  await expect(options.filter({ hasText: 'user/alice' })).toContainText('user in Tools');
  await complete('{"Statement": [{"Action": ["', '"]}]}', 'sts:AssumeRoleWithW');
  await expect(options.first()).toContainText('sts:AssumeRoleWithWebIdentity');
  await options.first().click();
  await expect(editor).toContainText('"sts:AssumeRoleWithWebIdentity"');
  await complete('{"Statement": [{"Condition": {"StringEquals": {"', '": "x"}}}]}', 'aws:PrincipalOrgI');
  await expect(options.first()).toContainText('aws:PrincipalOrgID');
});

test('findings come as one types, and what changed stands beside the save', async ({ page }) => {
  await openWorld(page);
  await page.getByRole('link', { name: "Deploy’s trust policy" }).click();
  const editor = page.locator('.cm-content');
  await replace(editor, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumRole"}]}');
  await expect(page.locator('.cm-lint-marker-error, .cm-lint-marker-warning').first()).toBeVisible();
  await page.locator('.cm-lint-marker').first().hover();
  await expect(page.locator('.cm-diagnostic code').getByText('sts:AssumeRole', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#editor-result')).toContainText('Did you mean');
  await replace(editor, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#editor-result')).toContainText('Saved');
  await expect(page.getByRole('region', { name: 'What your edit changed' })).toContainText('any AWS account');
  const since = page.locator('#doc-diff');
  await since.getByText('Changes since the start').click();
  await expect(since.locator('.added')).toContainText('"Principal": "*"');
  await expect(since.locator('.removed').first()).toBeVisible();
  await expect(page.locator('#documents-list').getByRole('link', { name: "Deploy’s trust policy" })).toContainText('edited');
});

test('two tabs: what one does shows in the other, and a stale save loses nothing', async ({ page, context }) => {
  await openWorld(page, 'A borrowed key');
  const line = page.getByRole('textbox', { name: 'Command' });
  await line.fill('aws sts get-cal');
  const other = await context.newPage();
  await other.goto(page.url());
  await run(other, 'aws s3 ls');
  await page.bringToFront();
  await expect(page.locator('#said')).toContainText('From elsewhere: s3 ListBuckets by alice');
  await expect(page.getByRole('log')).toContainText('aws s3 ls');
  await expect(line).toHaveValue('aws sts get-cal');
  await expect(line).toBeFocused();
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText('s3 ListBuckets');

  const open = '{"Version": "2012-10-17", "Statement": [{"Sid": "Mine", "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}';
  await replace(other.locator('.cm-content'), open.replace('Mine', 'Theirs'));
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.locator('#editor-result')).toContainText('Saved');
  await replace(page.locator('.cm-content'), open);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#doc-conflict')).toContainText('changed in another tab');
  await expect(page.locator('#doc-conflict')).toContainText('Theirs');
  await expect(page.locator('.cm-content')).toContainText('Mine');
  await page.getByRole('button', { name: 'Save over it' }).click();
  await expect(page.locator('#editor-result')).toContainText('Saved');
  await other.close();
});

test('after going back, what one did oneself is not told as news from elsewhere', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await assume(page);
  await page.getByRole('link', { name: 'Who can become whom' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who can become whom');
  await page.goBack();
  // The browser shows the page as it was loaded first, and the page catches up.
  await expect(page.locator('#said')).toContainText('Meanwhile: sts AssumeRole by alice');
  await expect(page.getByRole('region', { name: 'Credentials in hand' })).toContainText('Deploy/ship');
  // From there on it hears of others again.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await run(other, 'aws s3 ls');
  await expect(page.locator('#said')).toContainText('From elsewhere: s3 ListBuckets by alice');
  await other.close();
});

test('the clock moves to a moment, forward only', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await page.getByText('To a moment').click();
  await page.getByLabel('Move the clock to, in UTC').fill('2031-05-06T07:08');
  await page.getByRole('button', { name: 'Move it there' }).click();
  await expect(page.locator('#clock')).toContainText('6 May 2031, 07:08 UTC');
  await expect(page.locator('#said')).toContainText('It is 6 May 2031, 07:08 UTC now.');
});

test('sessions are listed and revoked', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await assume(page);
  await page.getByRole('button', { name: '+15 min' }).click();
  const sessions = page.getByRole('region', { name: 'Sessions issued' });
  await expect(sessions).toContainText('asked for by alice');
  await sessions.getByRole('button', { name: 'Revoke older sessions' }).click();
  await expect(sessions.locator('.tag')).toHaveText('revoked');
  await expect(sessions.getByRole('link', { name: /AWSRevokeOlderSessions/ })).toBeVisible();
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.locator('#said')).toContainText('Denied explicitly');
});

test('the arrows know what was typed before the page was loaded', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await run(page, 'aws sts get-caller-identity');
  await run(page, 'aws s3 ls');
  await page.reload();
  const line = page.getByRole('textbox', { name: 'Command' });
  await line.press('ArrowUp');
  await expect(line).toHaveValue('aws s3 ls');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('aws sts get-caller-identity');
});

test('one can be anybody on the console', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await page.getByLabel('You are').selectOption({ label: 'root user of Production' });
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.locator('#said')).toContainText('you are root user of Production');
  await run(page, 'aws sts get-caller-identity');
  await expect(page.getByRole('log')).toContainText('arn:aws:iam::444455556666:root');
});

test('the log is filtered, and its records open', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await assume(page);
  await run(page, 'aws s3 ls');
  const log = page.getByRole('region', { name: 'Event log' });
  await log.getByText('Filter', { exact: true }).click();
  await log.getByLabel('Service or action').fill('s3');
  await log.getByRole('button', { name: 'Show these' }).click();
  await expect(log).toContainText('1 event like that');
  await expect(log.locator('ol.events > li')).toHaveCount(1);
  await log.getByText('The record', { exact: true }).first().click();
  await expect(log.getByRole('group', { name: /^Record of s3 ListBuckets/ })).toContainText('"eventSource": "s3.amazonaws.com"');
  await log.getByRole('link', { name: 'Show all' }).click();
  await expect(log.locator('ol.events')).toContainText('AssumeRole');
});

test('the engine is asked for anybody, with a context', async ({ page }) => {
  await openWorld(page);
  const panel = page.getByRole('region', { name: 'Evaluate' });
  await panel.getByLabel('Who', { exact: true }).selectOption({ label: 'bob, user in Tools' });
  await panel.getByLabel('Action', { exact: true }).fill('sts:AssumeRole');
  await panel.getByLabel('Resource', { exact: true }).fill(deploy);
  await panel.getByText('Context', { exact: true }).click();
  await panel.getByLabel('Condition keys, one a line').fill('aws:MultiFactorAuthPresent = true');
  await panel.getByRole('button', { name: 'Evaluate' }).click();
  await expect(panel.getByText('Not allowed').first()).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'What would fix it' })).toBeVisible();
  await expect(panel.getByLabel('Who', { exact: true })).toHaveValue('111122223333/users/bob');
  await panel.getByText('Somebody else').click();
  await panel.getByLabel('By ARN, in place of the above').fill('arn:aws:iam::999999999999:user/mallory');
  await panel.getByRole('button', { name: 'Evaluate' }).click();
  await expect(panel).toContainText('Nothing is known of the policies in account 999999999999');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } });
  test('every part is a tab, and nothing is lost', async ({ page }) => {
    await openWorld(page, 'A borrowed key');
    const parts: [string, string][] = [
      ['Map', 'Accounts'], ['Policies', 'Policies'], ['Ask', 'Ask'], ['Keys', 'Keys'],
      ['Decision', 'Decision'], ['Evaluate', 'Evaluate'], ['Console', 'Console'], ['Log', 'Event log'],
    ];
    for (const [tab, title] of parts) {
      await part(page, tab);
      await expect(page.getByRole('heading', { name: title, exact: true, level: 2 })).toBeVisible();
      await expect(page.locator('.world > section:visible')).toHaveCount(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
    await part(page, 'Ask');
    await assume(page);
    await page.getByRole('link', { name: 'See why' }).click();
    await expect(page.getByRole('region', { name: 'Decision' })).toContainText(/both sides say yes/i);
    await page.getByRole('region', { name: 'Decision' }).getByRole('link', { name: /^line/ }).first().click();
    await expect(page.locator('.cm-pointed')).toBeInViewport();
  });
});

test('by keyboard alone: assume a role, read with its session, ask why', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  const reach = async (name: RegExp, role: 'button' | 'textbox' | 'combobox'): Promise<void> => {
    const wanted = page.getByRole(role, { name }).first();
    for (let i = 0; i < 90; i++) {
      if (await wanted.evaluate((e) => e === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no tab stop leads to ${name}`);
  };
  await reach(/^Assume role/, 'button');
  await page.keyboard.press('Enter');
  await expect(page.locator('#said')).toContainText(/both sides say yes/i);
  await reach(/^Read it/, 'button');
  await page.keyboard.press('Enter');
  await expect(page.locator('#said')).toContainText('Allowed');
  await reach(/^Command/, 'textbox');
  await page.keyboard.type('aws sts get-caller-identity');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('"Arn"');
  await expect(page.getByRole('textbox', { name: 'Command' })).toBeFocused();
});
