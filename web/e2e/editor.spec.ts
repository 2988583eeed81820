import { expect, test, type Page } from './fixture';
import { openWorld, replace } from './pages';

const text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumRole"}]}';

async function point(page: Page, which: 'first' | 'last'): Promise<void> {
  await page.getByRole('region', { name: 'Decision' }).getByRole('link', { name: /^line/ })[which]().click();
  await expect(page.locator('.cm-pointed')).toBeVisible();
}

// The fixture fails on what the content security policy refuses: here is done
// all that makes the editor, or the browser for it, style something.
test('nothing that is done in the editor needs an inline style', async ({ page }) => {
  await openWorld(page, 'A borrowed key');
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(page.locator('#said')).not.toBeEmpty();
  const editor = page.locator('.cm-content');
  for (const which of ['first', 'last'] as const) {
    await point(page, which);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('a');
    await expect(editor).toHaveText('a');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('{"Statement": [');
    await expect(editor).toContainText('{"Statement": []}');
    await page.keyboard.press('ControlOrMeta+z');
  }
  await point(page, 'first');
  // A line and a half chosen, typed over, cut, and put back.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type('xyz');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+x');
  await page.keyboard.press('ControlOrMeta+v');
  // Brackets and quotation marks typed over a choice go round it.
  await replace(editor, 'word');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('"');
  await expect(editor).toHaveText('"word"');

  const after = '"]}]}';
  await replace(editor, `{"Statement": [{"Action": ["${after}`);
  for (let i = 0; i < after.length; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('sts:Ass', { delay: 20 });
  await expect(page.locator('.cm-tooltip-autocomplete').getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await replace(editor, text);
  await page.locator('.cm-lint-marker').first().hover();
  await expect(page.locator('.cm-tooltip .cm-diagnostic').first()).toBeVisible();
  await page.locator('.cm-lintRange').first().hover();
  await expect(page.locator('.cm-tooltip-hover .cm-diagnostic').first()).toBeVisible();
  await editor.press('ControlOrMeta+Shift+M');
  await expect(page.locator('.cm-panel-lint')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.cm-panel-lint')).toHaveCount(0);
  await editor.press('ControlOrMeta+f');
  await page.keyboard.press('Escape');
});

test('text that is not saved comes back with its document, until it is discarded or saved', async ({ page }) => {
  await openWorld(page);
  const editor = page.locator('.cm-content');
  const note = page.getByText('Unsaved changes, kept in this tab.');
  const own = page.locator('#documents-list [aria-current]');
  const first = await own.innerText();
  await expect(note).toBeHidden();
  await replace(editor, text);
  await expect(note).toBeVisible();

  // Another document is opened and this one come back to.
  await page.getByRole('link', { name: "Deploy’s trust policy" }).click();
  await expect(own).toContainText("Deploy’s trust policy");
  await expect(note).toBeHidden();
  await page.locator('#documents-list').getByRole('link', { name: first.split('\n')[0]! }).click();
  await expect(editor).toHaveText(text);
  await expect(note).toBeVisible();
  await expect(page.getByLabel(/ as JSON$/).first()).toHaveValue(text);

  await page.getByRole('button', { name: 'Discard them' }).click();
  await expect(note).toBeHidden();
  await expect(editor).not.toContainText('AssumRole');

  // What is typed and taken back by hand is no change.
  await editor.click();
  await page.keyboard.type(' ');
  await expect(note).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(note).toBeHidden();

  const good = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}';
  const version = await page.locator('#events').getAttribute('data-version');
  await replace(editor, good);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. It is in force')).toBeVisible();
  await expect(note).toBeHidden();
  await expect(page.locator('#events')).not.toHaveAttribute('data-version', version!);
  await expect(page.locator('#said')).toBeEmpty(); // one's own save isn't news from elsewhere
  await page.reload();
  await expect(editor).toHaveText(good);
  await expect(note).toBeHidden();
});

test('a draft of a text that was changed meanwhile is not saved over it unasked', async ({ page, context }) => {
  await openWorld(page);
  const here = page.url();
  const mine = '{"Version": "2012-10-17", "Statement": [{"Sid": "Mine", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}';
  await replace(page.locator('.cm-content'), mine);
  const other = await context.newPage();
  await other.goto(here);
  await replace(other.locator('.cm-content'), mine.replace('Mine', 'Theirs'));
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText('Saved. It is in force')).toBeVisible();
  await page.goto(here);
  await expect(page.locator('.cm-content')).toContainText('Mine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('#doc-conflict')).toContainText('Theirs');
  await expect(page.locator('.cm-content')).toContainText('Mine');
  await other.close();
});

test('leaving the world with unsaved text is asked about, and only then', async ({ page }) => {
  const asked: string[] = [];
  page.on('dialog', (d) => {
    asked.push(d.type());
    void d.accept();
  });
  await openWorld(page);
  await page.getByRole('link', { name: "Deploy’s trust policy" }).click();
  await replace(page.locator('.cm-content'), text);
  await page.locator('#documents-list').getByRole('link').first().click();
  await expect(page.locator('#documents-list').getByRole('link').first()).toHaveAttribute('aria-current', 'true');
  expect(asked).toEqual([]);
  await page.locator('.cm-content').click();
  await page.locator('.world-head').getByRole('link', { name: 'Sandbox' }).click();
  await page.waitForURL(/\/sandbox$/);
  expect(asked).toEqual(['beforeunload']);
  await page.getByRole('link', { name: 'Lessons' }).first().click();
  await page.waitForURL(/\/lessons$/);
  expect(asked).toHaveLength(1);
});

test.describe(() => {
  test.use({ allowStatus: [422] });
  // The fixture fails on what the content security policy refuses.
  test('a faulty document that is saved leaves the browser’s console clean', async ({ page }) => {
    await openWorld(page);
    const editor = page.locator('.cm-content');
    const policies = page.getByRole('region', { name: 'Policies' });
    const ways = [
      async () => page.keyboard.type('{"Version": "2012-10-17", "Statement": [{"Effect": "Alow"}'), // over a choice
      async () => page.keyboard.insertText('{"Version": 1\n, \u0001<p style="color:red">\n'),
      async () => editor.fill('{"Statement": [\n' + '{"Effect": "Alow", "Actoin": "*"},\n'.repeat(40)),
    ];
    for (const write of ways) {
      await editor.click();
      await page.keyboard.press('ControlOrMeta+a');
      await write();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(policies).toContainText(/Line \d+, column/);
      await page.locator('.cm-lint-marker').first().hover();
    }
    // As a form without scripts sends it: the whole page comes anew, with the fault.
    await editor.fill('{"Version": ');
    await page.evaluate(() => document.querySelector('textarea[data-source]')?.closest('form')?.submit());
    await expect(policies).toContainText(/Line 1, column/);
    await expect(editor).toContainText('{"Version": ');
  });
});
