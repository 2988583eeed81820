import { expect, type Browser, type Page } from '@playwright/test';
import { answer, opening } from './pages';
import { makeBank, question, save, share, signInLink, writeQuestion } from './teach';

// What is played with scripts and without.

// Has a program make a world, and returns the address that it hands out.
export async function madeByProgram(page: Page): Promise<string> {
  const made = await page.request.post('/api/worlds', { data: { scenario: 'cross-account' }, headers: { cookie: '' } });
  expect(made.status()).toBe(201);
  return (await made.json()).url;
}

// A learner: somebody who finished a mode.
export async function becomeLearner(page: Page): Promise<void> {
  await page.goto(`${opening}/why`);
  await page.getByRole('button', { name: 'Mark as finished' }).click();
  await expect(page.getByText('You have finished this mode.')).toBeVisible();
}

// The button takes a world; opening its address, or loading it ahead, doesn't.
export async function takeWorld(page: Page, browser: Browser): Promise<void> {
  const address = await madeByProgram(page);
  const preview = await browser.newContext({ extraHTTPHeaders: { 'Sec-Purpose': 'prefetch' } });
  expect((await preview.request.get(address)).status()).toBe(200);
  expect(await preview.cookies()).toEqual([]);
  await preview.close();
  await page.goto(address);
  await page.reload();
  await expect(page.getByText('belongs to nobody yet')).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
  await page.getByRole('button', { name: 'Take this world' }).click();
  await page.waitForURL(/\/sandbox\/w-[a-z0-9]+$/); // without the key
  await expect(page.getByRole('region', { name: 'Console' })).toBeAttached();
  const late = await browser.newContext();
  expect((await late.request.get(address)).status()).toBe(404);
  await late.close();
}

// A learner sees their browsers, signs the other out, and then this one.
export async function signBrowsersOut(page: Page, browser: Browser, baseURL: string): Promise<void> {
  await becomeLearner(page);
  await page.goto('/progress');
  await page.getByRole('button', { name: 'Make a recovery phrase' }).click();
  const phrase = await page.locator('.phrase').innerText();
  const phone = await (await browser.newContext({ baseURL, javaScriptEnabled: false })).newPage();
  await phone.goto('/progress/recover');
  await phone.getByLabel('Recovery phrase').fill(phrase);
  await phone.getByRole('button', { name: 'Open my progress here' }).click();
  await page.goto('/settings');
  const list = page.getByRole('region', { name: 'Browsers signed in' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list).toContainText('This browser');
  await expect(list).toContainText('last used today');
  await list.getByRole('button', { name: 'Sign out all other browsers' }).click();
  await expect(page.getByRole('status')).toHaveText('The other browser is signed out.');
  await expect(page.getByRole('status')).toBeFocused();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await phone.goto('/progress');
  await expect(phone.getByRole('main')).toContainText('Nothing yet');
  await phone.context().close();
  await list.getByRole('button', { name: 'Sign out here' }).click();
  await expect(page.getByRole('status')).toContainText('This browser is signed out.');
  await expect(page.getByRole('status')).toBeFocused();
  await page.goto('/progress');
  await expect(page.getByRole('main')).toContainText('Nothing yet');
}

// An instructor sees where they are signed in, and a cookie copied before opens nothing.
export async function signInstructorsOut(page: Page, browser: Browser, baseURL: string): Promise<void> {
  await becomeLearner(page);
  const copied = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const name = `Ada ${Math.random().toString(36).slice(2, 8)}`;
  for (const at of [await (await browser.newContext({ baseURL, javaScriptEnabled: false })).newPage(), page]) {
    await at.goto(signInLink(name));
    await at.getByRole('button', { name: 'Sign this browser in' }).click();
    await at.waitForURL('/teach');
  }
  const thief = await copied.newPage();
  await thief.goto('/teach');
  await expect(thief.getByRole('main')).toContainText('isn’t signed in');
  await thief.goto('/progress');
  await expect(thief.getByRole('main')).toContainText('Nothing yet');
  await copied.close();
  await page.getByRole('button', { name: 'Sign out all other browsers' }).click();
  await expect(page.getByRole('status')).toHaveText('The other browser is signed out.');
  await expect(page.getByRole('status')).toBeFocused();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('signed out as an instructor');
  await page.goto('/progress');
  await expect(page.getByRole('main')).toContainText('Assuming roles for temporary access');
}

// Keys come after closing, and then alone.
export async function keysAfterClosing(page: Page, browser: Browser, baseURL: string): Promise<void> {
  await makeBank(page);
  await writeQuestion(page);
  await save(page);
  await page.getByRole('radio', { name: 'After closing' }).check();
  await page.getByRole('button', { name: 'Save when keys are shown' }).click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  await expect(page.getByRole('status')).toBeFocused();
  await expect(page.getByRole('radio', { name: 'After closing' })).toBeChecked();
  const path = await share(page);
  const learner = await (await browser.newContext({ baseURL, javaScriptEnabled: false })).newPage();
  await learner.goto(path);
  await expect(learner.getByText('when your instructor has closed this bank').first()).toBeVisible();
  await learner.getByRole('button', { name: 'Start practice' }).click();
  await answer(learner);
  await expect(learner.getByRole('heading', { level: 1 })).toHaveText('1 of 1 answered.');
  for (const o of question.options) expect(await learner.content()).not.toContain(o.why);
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(page.getByText('Nobody but you sees this bank yet.')).toBeVisible();
  await learner.reload();
  for (const o of question.options) await expect(learner.getByText(o.why)).toBeVisible();
  await learner.context().close();
}
