import { expect, test } from './fixture';

// Every link of every page that a reader can reach without a form leads somewhere,
// and every fragment names an element.
test('all links lead somewhere', async ({ request, baseURL }) => {
  test.setTimeout(120_000);
  const seen = new Map<string, string>();
  const wanted: { from: string; path: string; id: string }[] = [];
  const queue = ['/'];
  while (queue.length > 0) {
    const path = queue.shift()!;
    if (seen.has(path)) continue;
    const answer = await request.get(baseURL + path, { maxRedirects: 5 });
    expect(answer.status(), `${path}, linked from ${wanted.find((w) => w.path === path)?.from ?? 'the start'}`).toBe(200);
    const html = (answer.headers()['content-type'] ?? '').startsWith('text/html') ? await answer.text() : '';
    seen.set(path, html);
    for (const [, raw] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
      const href = raw!.replaceAll('&amp;', '&');
      if (/^(https?:|data:|mailto:)/.test(href)) continue;
      const url = new URL(href, baseURL + path);
      const to = url.pathname + url.search;
      wanted.push({ from: path, path: to, id: decodeURIComponent(url.hash.slice(1)) });
      if (!seen.has(to)) queue.push(to);
    }
  }
  expect(seen.size).toBeGreaterThan(30);
  for (const { from, path, id } of wanted) {
    const html = seen.get(path) ?? '';
    if (id && html) expect(html.includes(`id="${id}"`), `${from} links to ${path}#${id}`).toBe(true);
  }
});
