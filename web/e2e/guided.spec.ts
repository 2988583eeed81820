import { expect, test } from './fixture';
import { opening, write } from './pages';
import { assumeDeploy, becomeDeploy, command, playPath, trustTools } from './path';

test('the guided path goes from refused to allowed to expired', async ({ page }) => {
  test.setTimeout(90_000);
  await playPath(page, true);
});

test('a step that has not been done does not pass', async ({ page }) => {
  await page.goto(`${opening}/try`);
  await command(page, assumeDeploy);
  await expect(page.getByRole('region', { name: 'The guided path' })).toContainText('Step 1 of 9');
  await expect(page.getByRole('group', { name: /Step 1 of 9: passed/ })).toHaveCount(0);
});

test('a challenge says which goal fails and why, and is solved by mending both documents', async ({ page }) => {
  await page.goto(`${opening}/challenge`);
  const box = page.getByRole('region', { name: 'Locked out' });
  const goal = box.getByRole('listitem').filter({ hasText: 'Alice becomes Deploy' });
  await expect(goal).toContainText('not checked yet');
  await box.getByRole('button', { name: 'Check' }).click();
  await expect(goal).not.toContainText('not checked yet');
  await expect(box).not.toContainText(/solved/i);
  await write(box, becomeDeploy, true);
  await write(box.locator('figure').nth(1), trustTools, true);
  await box.getByRole('button', { name: 'Check' }).click();
  await expect(box).toContainText(/solved/i);
});

test('cards turn and are graded', async ({ page }) => {
  await page.goto(`${opening}/recall`);
  const card = page.locator('main details').filter({ hasText: 'Turn the card' }).first();
  await card.locator('summary').click();
  await card.getByRole('button').last().click();
  await expect(page.locator('.recall').first().getByRole('status')).toBeVisible();
  await page.goto('/progress');
  await expect(page.getByRole('main')).toContainText(/card/i);
});
