import { expect, type Locator, type Page } from '@playwright/test';
import { teachPages } from './teach';

// A page type: how to name it and how to get there as a fresh reader.
export interface PageType {
  name: string;
  arrive: (page: Page) => Promise<unknown>;
}

const at = (path: string): PageType => ({ name: path, arrive: (page) => page.goto(path) });

export const opening = '/lessons/temporary-access';
export const openingModes = ['why', 'deep-dive', 'visualize', 'try', 'challenge', 'project', 'myths', 'pitfalls', 'recall', 'cheat-sheet'];
export const trustModes = ['deep-dive', 'pitfalls', 'try'];

export const lessonPages: PageType[] = [
  ...openingModes.map((m) => at(`${opening}/${m}`)),
  ...trustModes.map((m) => at(`/lessons/trust-policies/${m}`)),
];

export async function startQuiz(page: Page, kind: 'practice' | 'test'): Promise<void> {
  await page.goto('/quiz/temporary-access');
  await page.getByRole('button', { name: `Start ${kind}` }).click();
  await page.waitForURL(/\/attempts\//);
}

export async function openWorld(page: Page, title = 'Two accounts, one role'): Promise<void> {
  await page.goto('/sandbox');
  await page.getByRole('button', { name: `Open ${title}` }).click();
  await page.waitForURL(/\/sandbox\/w-/);
}

// Turns to a part of a world's page, where a phone shows one at a time.
export async function part(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('navigation', { name: 'Parts of this world' }).getByRole('link', { name, exact: true });
  if (await tab.isVisible()) await tab.click();
}

// Gives some answer to the question on the page, whatever its type.
export async function choose(page: Page): Promise<void> {
  const form = page.locator('main form').filter({ has: page.locator('fieldset') }).first();
  const choices = form.locator('input[type=radio], input[type=checkbox]').first();
  const places = form.locator('select');
  const gap = form.locator('input[type=text]').first();
  await choices.or(places.first()).or(gap).first().waitFor();
  if (await choices.count()) await choices.check();
  else if (await places.count()) for (let i = 0; i < (await places.count()); i++) {
    const answers = (await places.nth(i).locator('option').count()) - 1;
    await places.nth(i).selectOption({ index: 1 + (i % answers) });
  }
  else await gap.fill('sts:AssumeRole');
}

export async function answer(page: Page): Promise<void> {
  await choose(page);
  await page.getByRole('button', { name: 'Check answer' }).click();
}

export const otherPages: PageType[] = [
  ...teachPages,
  ...['/', '/lessons', '/quiz/temporary-access', '/practice', '/test', '/review', '/sandbox', '/sandbox/import', '/challenges', '/glossary', '/search?q=trust', '/progress', '/progress/recover', '/settings', '/about', '/about/fidelity', '/check', '/check?example=vendor', '/check?example=bucket', '/explain', '/explain?example=own-side', '/explain?example=guardrail'].map(at),
  { name: 'an answered question', arrive: async (page) => { await startQuiz(page, 'practice'); await answer(page); await page.getByText('Worked step by step').waitFor(); } },
  {
    name: 'a generated question, answered',
    arrive: async (page) => {
      await page.goto('/practice?family=which-edit');
      await page.locator('form[action="/practice"]').getByRole('button', { name: 'Start practice' }).click();
      await page.waitForURL(/\/attempts\//);
      await answer(page);
      await page.getByRole('button', { name: 'Try a like one' }).waitFor();
    },
  },
  { name: 'a question of a test', arrive: (page) => startQuiz(page, 'test') },
  { name: 'a world', arrive: (page) => openWorld(page) },
  {
    name: 'the sandbox with worlds of one\'s own',
    arrive: async (page) => {
      await openWorld(page);
      await page.goto('/sandbox');
      await page.locator('.worlds summary').first().click();
    },
  },
  {
    name: 'a world that was reset, and its link',
    arrive: async (page) => {
      await openWorld(page);
      for (const [part, button] of [['Start again', 'Reset this world'], ['Share by link', 'Make a link']] as const) {
        await page.locator('.world-foot summary', { hasText: part }).click();
        await page.getByRole('button', { name: button }).click();
        await page.getByRole('button', { name: /^Undo: / }).waitFor();
      }
    },
  },
  {
    name: 'a shared world',
    arrive: async (page) => {
      await openWorld(page);
      await page.locator('.world-foot summary', { hasText: 'Share by link' }).click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      await page.goto(await page.getByLabel(/^Link, made/).inputValue());
    },
  },
  {
    name: 'a world that belongs to nobody yet',
    arrive: async (page) => {
      const made = await page.request.post('/api/worlds', { data: { scenario: 'cross-account' } });
      await page.goto((await made.json()).url);
    },
  },
  {
    name: 'the settings of a learner',
    arrive: async (page) => {
      await openWorld(page);
      await page.goto('/settings?out=1');
    },
  },
  {
    name: 'a world about to be deleted',
    arrive: async (page) => {
      await openWorld(page);
      await page.getByRole('link', { name: 'Delete this world' }).click();
    },
  },
  {
    name: 'an import looked at',
    arrive: async (page) => {
      await openWorld(page);
      const file = await (await page.request.get(page.url().replace(/[?#].*/, '') + '/export')).text();
      await page.goto('/sandbox/import');
      await page.getByLabel('Or its text').fill(file);
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.getByRole('button', { name: 'Take it' }).waitFor();
    },
  },
  {
    name: 'a world, asked a question',
    arrive: async (page) => {
      await openWorld(page);
      await part(page, 'Evaluate');
      await page.getByLabel('Action', { exact: true }).fill('sts:AssumeRole');
      await page.getByLabel('Resource', { exact: true }).fill('arn:aws:iam::444455556666:role/Deploy');
      await page.getByRole('button', { name: 'Evaluate' }).click();
      await page.getByRole('heading', { name: 'What would fix it' }).waitFor();
    },
  },
  {
    name: 'who can become whom',
    arrive: async (page) => {
      await openWorld(page, 'A borrowed key');
      await page.getByRole('link', { name: 'Who can become whom' }).click();
      await page.waitForURL(/\/whom$/);
    },
  },
  {
    name: 'a world after a refusal',
    arrive: async (page) => {
      await openWorld(page);
      await part(page, 'Ask');
      await page.getByRole('button', { name: 'Assume role' }).click();
      await page.getByText('has no identity policy').first().waitFor({ state: 'attached' });
      await part(page, 'Decision');
      await page.getByRole('region', { name: 'Decision' }).getByText('Not allowed').first().waitFor();
    },
  },
];

// Opens the editor of a policy block and replaces what is in it.
export async function edit(block: Locator, json: string): Promise<void> {
  await block.locator('summary', { hasText: 'Edit' }).click();
  await replace(block.locator('.cm-content'), json);
}

// Replaces the text of a CodeMirror editor. What stood there is deleted first:
// Chromium styles text typed over a selection inline, and the content security
// policy refuses that with a console error.
export async function replace(editor: Locator, text: string): Promise<void> {
  await editor.click();
  await editor.press('ControlOrMeta+a');
  await editor.press('Delete');
  await editor.page().keyboard.insertText(text);
}

// Writes a policy into the first editor of a place: with scripts the textarea
// becomes CodeMirror as it takes the focus.
export async function write(place: Locator, json: string, scripts: boolean): Promise<void> {
  const plain = place.locator('textarea.code').first();
  if (!scripts) return plain.fill(json);
  const editor = place.locator('.cm-content').first();
  if (await plain.isVisible()) await plain.focus();
  await replace(editor, json);
}

// The types of question, told by what their forms ask for.
export const questionTypes = {
  'choice': (html: string) => /type="radio"[^>]*name="option"/.test(html) && !/class="(pick|output)"/.test(html),
  'choose-all': (html: string) => /type="checkbox"[^>]*name="option"/.test(html),
  'order': (html: string) => html.includes('name="place-1"'),
  'match': (html: string) => html.includes('name="pair-1"'),
  'fill': (html: string) => html.includes('id="question-gap"'),
  'line': (html: string) => html.includes('class="pick"') && html.includes('type="radio"'),
  'cli': (html: string) => html.includes('class="output"'),
};

export type QuestionType = keyof typeof questionTypes;

// Goes to a question of a type: practices are begun by number, as a class does,
// until one of them has it.
export async function arriveAt(page: Page, type: QuestionType): Promise<void> {
  for (let n = 1; n <= 60; n++) {
    const began = await page.request.post('/quiz/temporary-access', { form: { kind: 'practice', order: String(n) } });
    const attempt = new URL(began.url()).pathname;
    for (let q = 1; q <= 5; q++) {
      const answer = await page.request.get(`${attempt}?q=${q}`);
      if (!questionTypes[type](await answer.text())) continue;
      await page.goto(`${attempt}?q=${q}`);
      return;
    }
  }
  throw new Error(`no practice asks a question of type ${type}`);
}

// Moves a world's clock by one of its buttons, and waits until it shows so.
export async function moveClock(page: Page, by: '+15 min' | '+1 h'): Promise<void> {
  const shown = page.locator('.clock .chip').first();
  const before = await shown.innerText();
  await page.getByRole('button', { name: by }).click();
  await expect(shown).not.toHaveText(before);
}
