import { expect, test } from './fixture';
import { answer, arriveAt, choose, questionTypes, startQuiz, type QuestionType } from './pages';
import type { Page } from './fixture';

test('a practice of five, by keyboard alone, says why after each answer', async ({ page }) => {
  await startQuiz(page, 'practice');
  for (let n = 1; n <= 5; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 5`)).first()).toBeVisible();
    const radios = page.locator('fieldset input[type=radio]');
    if (await radios.count()) {
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
    } else await answer(page);
    await expect(page.getByText('Worked step by step')).toBeVisible();
    await expect(page.getByRole('status')).toBeVisible();
    if (n < 5) await page.getByRole('link', { name: 'Next question' }).click();
  }
});

test('a test of ten ends in a verdict for each objective, each with where to go', async ({ page }) => {
  await startQuiz(page, 'test');
  for (let n = 1; n <= 10; n++) {
    await expect(page.getByText(new RegExp(`Question ${n} of 10`)).first()).toBeVisible();
    await choose(page);
    await page.locator('fieldset').first().locator('xpath=ancestor::form').getByRole('button').last().click();
    await page.waitForLoadState();
  }
  const main = page.getByRole('main');
  await expect(main.getByText(/strong|shaky|not yet/i).first()).toBeVisible();
  await expect(main.getByRole('link', { name: /./ }).first()).toBeVisible();
});

test('going back and answering again counts once', async ({ page }) => {
  await startQuiz(page, 'practice');
  await answer(page);
  const verdict = await page.getByRole('status').innerText();
  await page.goto(page.url());
  await expect(page.locator('fieldset')).toHaveCount(0);
  expect(verdict).not.toBe('');
});

// Answers the question on the page with keys alone, as its type asks.
const byKeys: Record<QuestionType, (page: Page) => Promise<void>> = {
  'choice': async (page) => { await page.keyboard.press('2'); },
  'choose-all': async (page) => { for (const key of ['1', '2', '1']) await page.keyboard.press(key); },
  'line': async (page) => { await page.keyboard.press('1'); },
  'cli': async (page) => { await page.keyboard.press('3'); },
  'order': places,
  'match': places,
  'fill': async (page) => {
    for (let n = 0; n < 60 && !(await page.locator('#question-gap').evaluate((e) => e === document.activeElement)); n++) await page.keyboard.press('Tab');
    await page.keyboard.type('sts:AssumeRole');
  },
};

// Without a focus a number goes to the first list that is empty; from there on Tab leads to the next.
async function places(page: Page): Promise<void> {
  const lists = page.locator('fieldset select');
  const count = await lists.count();
  for (let n = 0; n < count; n++) {
    if (n > 0) await page.keyboard.press('Tab');
    const entries = (await lists.nth(n).locator('option').count()) - 1;
    await page.keyboard.press(String(1 + (n % entries)));
    await expect(lists.nth(n)).toBeFocused();
    await expect(lists.nth(n)).not.toHaveValue('');
  }
}

for (const type of Object.keys(questionTypes) as QuestionType[]) {
  test(`a question of type ${type} is answered by keyboard, and the result takes the focus`, async ({ page }) => {
    await arriveAt(page, type);
    await byKeys[type](page);
    if (type === 'choose-all') await expect(page.locator('fieldset input:checked')).toHaveCount(1); // a key takes its choice back
    await page.keyboard.press('Enter');
    const result = page.locator('[data-focus][role=status]');
    await expect(result).toHaveText(/^(Right|Not quite)\./);
    await expect(result).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.locator('#main :focus')).toBeVisible(); // and Tab goes on from there
  });

  test(`a question of type ${type} says what is missing, where it is`, async ({ page }) => {
    await arriveAt(page, type);
    await page.locator('form[data-choice]').evaluate((f: HTMLFormElement) => { f.noValidate = true; });
    await page.getByRole('button', { name: 'Check answer' }).click();
    await expect(page.getByRole('alert')).toHaveText(/first|place|each/);
    await expect(page.locator('fieldset')).toHaveAttribute('aria-describedby', /problem/);
  });
}

test('the numbers choose among the options, not among the marks for certainty', async ({ page }) => {
  await page.goto('/quiz/temporary-access');
  await page.getByRole('checkbox', { name: /how sure/ }).first().check();
  await page.getByRole('button', { name: 'Start practice' }).click();
  await page.waitForURL(/\/attempts\//);
  await expect(page.getByText('How sure are you?')).toBeVisible();
  await page.keyboard.press('9');
  await expect(page.locator('.certainty input:checked')).toHaveCount(0);
  await page.goto('/practice');
  for (const box of await page.getByRole('checkbox', { name: /how sure/ }).all()) await expect(box).toBeChecked();
});

test('an attempt goes on in another browser, and what comes late from the first counts once', async ({ page, browser, baseURL }) => {
  await startQuiz(page, 'practice');
  const attempt = new URL(page.url()).pathname;
  await answer(page);
  await expect(page.getByRole('status')).toBeVisible();
  await page.goto(`${attempt}?q=2`); // left open here
  await page.locator('fieldset').waitFor();
  const here = await page.context().newPage(); // a second tab
  await here.goto('/progress');
  await here.getByRole('button', { name: 'Make a recovery phrase' }).click();
  const phrase = await here.locator('.phrase').innerText();

  const phone = await browser.newContext({ baseURL: baseURL! });
  const there = await phone.newPage();
  await there.goto('/progress/recover');
  await there.getByLabel('Recovery phrase').fill(phrase);
  await there.locator('main').getByRole('button').first().click();
  await there.waitForURL('**/progress');
  await there.getByRole('link', { name: /^Practice:/ }).first().click();
  await expect(there.getByText('Question 2 of 5').first()).toBeVisible();
  await answer(there);
  const verdict = await there.locator('[data-focus][role=status]').innerText();

  await choose(page); // the first browser still shows the question
  await page.getByRole('button', { name: 'Check answer' }).click();
  await expect(page.locator('[data-focus][role=status]')).toHaveText(verdict);
  await page.goBack();
  await expect(page.locator('fieldset input:checked, fieldset select')).toHaveCount(0);
  await phone.close();

  const kept = await (await page.request.get('/progress/export.json')).json();
  const answers = kept.attempts[0].answers as { position: number }[];
  expect(answers.map((a) => a.position)).toEqual([0, 1]);
});

test('when the time of a test is over, its page goes where the result is', async ({ page }) => {
  await page.clock.install();
  await page.goto('/test');
  await page.getByLabel('How many questions').selectOption('5');
  await page.getByLabel('Time', { exact: true }).selectOption('60');
  await page.getByRole('button', { name: 'Start test' }).click();
  await page.waitForURL(/\/attempts\/\d+\?q=1$/);
  await expect(page.getByText('5 minutes left of 5 minutes')).toBeVisible();
  await page.clock.fastForward('05:10');
  await page.waitForURL(/\/attempts\/\d+$/);
});

test('the page before, by the back button, asks nothing that was answered', async ({ page }) => {
  await startQuiz(page, 'test');
  const asked = await page.locator('input[name=question]').first().inputValue();
  await answer(page);
  await expect(page.getByText('Question 2 of 10').first()).toBeVisible();
  await page.goBack();
  await expect(page.locator('input[name=question]').first()).not.toHaveValue(asked);
});
