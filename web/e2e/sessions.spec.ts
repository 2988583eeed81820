import { test } from './fixture';
import { keysAfterClosing, signBrowsersOut, signInstructorsOut, takeWorld } from './sessions';

test('a world is taken by its button, and its address is then without the key', async ({ page, browser }) => {
  await takeWorld(page, browser);
});

test('a learner signs other browsers out, and this one', async ({ page, browser, baseURL }) => {
  await signBrowsersOut(page, browser, baseURL!);
});

test('an instructor signs other browsers out, and a cookie copied before opens nothing', async ({ page, browser, baseURL }) => {
  await signInstructorsOut(page, browser, baseURL!);
});

test('a bank shows its keys after it is closed', async ({ page, browser, baseURL }) => {
  await keysAfterClosing(page, browser, baseURL!);
});
