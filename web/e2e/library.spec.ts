import { expect, test } from './fixture';
import { becomeDeploy, trustTools } from './path';
import { replace } from './pages';

test('every scenario of the library opens, and its map, policies and console are there', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('/sandbox');
  const names = await page.locator('button[name=scenario]').evaluateAll((all) => all.map((b) => (b as HTMLButtonElement).value));
  expect(names.length).toBeGreaterThanOrEqual(24);
  for (const name of names) {
    await page.goto('/sandbox');
    await page.locator(`button[name=scenario][value="${name}"]`).click();
    await page.waitForURL(/\/sandbox\/w-/);
    await expect(page.locator('#map .room').first(), name).toBeAttached();
    await expect(page.locator('#documents-list').locator('a, p').first(), name).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Command' }), name).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBeLessThanOrEqual(0);
  }
});

test('a challenge is played to its end in its world', async ({ page }) => {
  test.setTimeout(60_000);
  await page.goto('/challenges/locked-out');
  await page.getByRole('button', { name: 'Open its world' }).click();
  await page.waitForURL(/\/sandbox\/w-/);
  const said = page.locator('#said');
  await page.getByLabel('For which role').selectOption({ label: 'Deploy in Production' });
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(said).toContainText('Not allowed');
  for (const [document, text] of [["alice’s policy become-deploy", becomeDeploy], ["Deploy’s trust policy", trustTools]] as const) {
    await page.locator('#documents-list').getByRole('link', { name: document }).click();
    await expect(page.locator('#editor header')).toContainText(document);
    await replace(page.locator('.cm-content'), text);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('#editor-result')).toContainText('Saved');
  }
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('this call would be allowed');
  await page.getByLabel('For which role').selectOption({ label: 'Deploy in Production' });
  await page.getByRole('button', { name: 'Assume role' }).click();
  await expect(said).toContainText(/both sides say yes/i);
  await page.getByRole('link', { name: /Back to the challenge/ }).click();
  const box = page.getByRole('region', { name: 'Locked out' });
  await box.getByRole('button', { name: 'Check' }).click();
  await expect(box).toContainText(/solved/i);
});
