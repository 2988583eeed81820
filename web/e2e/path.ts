import { expect, type Page } from '@playwright/test';
import { moveClock, opening, write } from './pages';

export const assumeDeploy = 'aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship';
export const becomeDeploy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'BecomeDeploy', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::444455556666:role/Deploy' }],
});

export const trustTools = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'TrustTools', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/alice' }, Action: 'sts:AssumeRole' }],
});

export async function command(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Command' }).fill(line);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('log').locator('.cmd').last()).toContainText(line); // the empty log tells of a command too
}

// Plays the model answers of Try it, step by step, with scripts or without.
export async function playPath(page: Page, scripts: boolean): Promise<void> {
  await page.goto(`${opening}/try`);
  const passed = (n: number) => expect(page.getByText(`Step ${n} of 9: passed`).or(page.getByRole('group', { name: `Step ${n} of 9: passed` })).first()).toBeAttached();
  await command(page, 'aws sts get-caller-identity');
  await passed(1);
  await command(page, assumeDeploy);
  await passed(2);
  await write(page.getByRole('region', { name: 'The guided path' }), becomeDeploy, scripts);
  await page.getByRole('button', { name: 'Save' }).click();
  await passed(3);
  await command(page, assumeDeploy);
  await passed(4);
  await command(page, 'aws sts get-caller-identity');
  await passed(5);
  await command(page, 'aws s3 cp s3://reports/2026/q3.csv -');
  await passed(6);
  await moveClock(page, '+1 h');
  await moveClock(page, '+15 min');
  await passed(7);
  await command(page, 'aws s3 ls s3://reports/2026/');
  await passed(8);
  await command(page, assumeDeploy.replace('ship', 'again'));
  await passed(9);
}
