import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { PageType } from './pages';

const root = join(__dirname, '..', '..');

// A sign-in link, as the operator makes it. ROLECALL_DATA names the server's data.
export function signInLink(name: string): string {
  const out = execFileSync('bin/rolecall', ['instructor', 'add', name], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return new URL(out.trim()).pathname;
}

// Signs the page's browser in as an instructor of its own.
export async function signIn(page: Page): Promise<string> {
  const name = `Ada ${Math.random().toString(36).slice(2, 8)}`;
  await page.goto(signInLink(name));
  await page.getByRole('button', { name: 'Sign this browser in' }).click();
  await page.waitForURL('/teach');
  return name;
}

export async function makeBank(page: Page, title = 'Week one'): Promise<void> {
  await signIn(page);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Make a bank' }).click();
  await page.waitForURL(/\/teach\/banks\/\d+$/);
}

export const question = {
  stem: 'Who decides **who may become** a role?',
  options: [
    { text: 'Its trust policy', why: 'It names who may assume it.' },
    { text: 'Its permissions', why: 'They say what a session may do, not who gets one.' },
    { text: 'Its description', why: 'Nobody reads it but people.' },
  ],
};

export async function writeQuestion(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'One answer' }).click();
  await page.getByLabel('The question', { exact: true }).fill(question.stem);
  for (const [i, o] of question.options.entries()) {
    const row = page.getByRole('group', { name: `Option ${i + 1}` });
    await row.getByLabel(`Option ${i + 1}`, { exact: true }).fill(o.text);
    await row.getByLabel('Why:').fill(o.why);
  }
  await page.getByRole('group', { name: 'Option 1' }).getByRole('radio').check();
}

export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.waitForURL(/\/teach\/banks\/\d+#own-/);
}

export async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Make a link for learners' }).click();
  const link = page.getByLabel('Link for learners');
  await expect(link).toHaveValue(/\/bank\/[a-z2-7]{16}$/);
  return new URL(await link.inputValue()).pathname;
}

export const gift = `::Trust:: Who decides? {=The trust policy#It names who. ~The caller#Asking is not deciding.}

::Broken:: What? {

::Kinds:: Match these. {=AKIA -> a user's key =ASIA -> temporary credentials =AROA -> a role's id}
`;

export async function bringIn(page: Page, text = gift): Promise<void> {
  await page.getByRole('link', { name: 'Bring questions in' }).click();
  await page.getByLabel('A file').setInputFiles({ name: 'week.gift', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Look through it' }).click();
  await page.waitForURL(/\/import\/[a-z2-7]+$/);
}

export const teachPages: PageType[] = [
  { name: '/teach', arrive: (page) => page.goto('/teach') },
  { name: 'a sign-in link', arrive: (page) => page.goto(signInLink('Grace')) },
  { name: "an instructor's home", arrive: async (page) => { await makeBank(page); await page.goto('/teach'); } },
  {
    name: "an instructor's bank",
    arrive: async (page) => {
      await makeBank(page);
      await writeQuestion(page);
      await save(page);
      await share(page);
    },
  },
  {
    name: 'the editor of a question',
    arrive: async (page) => {
      await makeBank(page);
      await writeQuestion(page);
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('Its key, and what is said of it').waitFor();
    },
  },
  {
    name: 'the editor of a match, with faults',
    arrive: async (page) => {
      await makeBank(page);
      await page.getByRole('link', { name: 'Match', exact: true }).click();
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('to mend').waitFor();
    },
  },
  {
    name: 'the editor as YAML',
    arrive: async (page) => {
      await makeBank(page);
      await page.getByRole('link', { name: 'Spot the fault' }).click();
      await page.getByRole('button', { name: 'As YAML' }).click();
      await page.getByLabel('The question, as YAML').waitFor();
    },
  },
  {
    name: 'a file looked through',
    arrive: async (page) => {
      await makeBank(page);
      await bringIn(page);
      await page.getByText('As your learners will see it, with its key').first().click();
    },
  },
  {
    name: "where learners begin with an instructor's bank",
    arrive: async (page) => {
      await makeBank(page);
      await writeQuestion(page);
      await save(page);
      await page.goto(await share(page));
    },
  },
];
