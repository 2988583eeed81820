import htmx from 'htmx.org/dist/htmx.esm.js';
import { all, once } from './dom';

/** Keeps a world's page up to date: its clock, its tabs, and what others do to it. */
export function wireWorlds(root: ParentNode): void {
  for (const clock of all<HTMLTimeElement>(root, 'time[data-clock]')) if (once(clock, 'Clock')) tick(clock);
  for (const tabs of all(root, '[data-tabs]')) if (once(tabs, 'Tabs')) mark(tabs);
  for (const world of all(root, '[data-world]')) if (once(world, 'World')) new Live(world);
  for (const input of all<HTMLInputElement>(root, 'input[data-actions]')) if (once(input, 'Actions')) propose(input);
}

/** Lets a clock go on from the moment that the server told. */
function tick(clock: HTMLTimeElement): void {
  const began = Date.parse(clock.dateTime) - performance.now();
  const form = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  const show = (): void => {
    if (!clock.isConnected) return;
    const now = new Date(began + performance.now());
    clock.dateTime = now.toISOString().replace(/\.\d+Z$/, 'Z');
    const part = Object.fromEntries(form.formatToParts(now).map((p) => [p.type, p.value]));
    clock.textContent = `${part['day']} ${part['month']} ${part['year']}, ${part['hour']}:${part['minute']} UTC`;
    setTimeout(show, 5_000);
  };
  show();
}

/** Says which of the parts that a phone shows one at a time is on. */
function mark(tabs: HTMLElement): void {
  const links = all<HTMLAnchorElement>(tabs, 'a');
  const show = (): void => {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const part = target?.closest('.world > section')?.id ?? links[0]?.hash.slice(1);
    for (const a of links) {
      if (a.hash === `#${part}`) a.setAttribute('aria-current', 'true');
      else a.removeAttribute('aria-current');
    }
  };
  addEventListener('hashchange', show);
  show();
}

/** Follows what others do to the world, while somebody looks at the page. */
class Live {
  readonly #world: HTMLElement;
  #stream: EventSource | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  // The browser may show the page as it was when the reader left it: what they did
  // elsewhere since is theirs then, and no news.
  #back = true;

  constructor(world: HTMLElement) {
    this.#world = world;
    document.addEventListener('visibilitychange', () => this.#follow());
    addEventListener('pagehide', () => this.#stop());
    addEventListener('pageshow', (event) => {
      this.#back ||= event.persisted;
      this.#follow();
    });
    this.#follow();
  }

  #follow(): void {
    if (document.hidden || !this.#world.isConnected) {
      this.#stop();
      return;
    }
    if (this.#stream || !this.#world.dataset['live']) return;
    this.#stream = new EventSource(this.#world.dataset['live']);
    this.#stream.addEventListener('message', (event) => this.#heard(String(event.data)));
  }

  #stop(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  // What this page does comes back too: it is waited for until the page has its answer.
  #heard(state: string): void {
    if (!this.#world.isConnected) {
      this.#stop();
      return;
    }
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      if (document.querySelector('.htmx-request') || this.#asking) {
        this.#heard(state);
        return;
      }
      const log = document.getElementById('events');
      if (`${log?.dataset['version']}.${log?.dataset['last']}` !== state) void this.#renew(log?.dataset['last'] ?? '0');
      this.#back = false;
    }, 250);
  }

  async #renew(seen: string): Promise<void> {
    this.#asking = true;
    try {
      await htmx.ajax('get', `${this.#world.dataset['now']}?${new URLSearchParams({ seen, ...(this.#back ? { back: '1' } : {}) })}`, { source: this.#world, swap: 'none' });
    } finally {
      this.#asking = false;
    }
  }
}

/** Proposes the actions that begin with what is typed. */
function propose(input: HTMLInputElement): void {
  const from = input.form?.dataset['complete'];
  const list = input.list;
  if (!from || !list) return;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void fill(list, from, input.value), 150);
  });
}

async function fill(list: HTMLElement, from: string, typed: string): Promise<void> {
  try {
    const answer = await fetch(`${from}?${new URLSearchParams({ in: 'action', typed })}`);
    if (!answer.ok) return;
    const { choices } = (await answer.json()) as { choices: { label: string }[] };
    list.replaceChildren(...choices.map((c) => Object.assign(document.createElement('option'), { value: c.label })));
  } catch {
    // Offline: what was proposed before stays.
  }
}

// A list is renewed without changing what was chosen in it.
document.addEventListener('htmx:oobBeforeSwap', (event) => {
  const { target, fragment } = (event as CustomEvent<{ target: Element; fragment: DocumentFragment }>).detail;
  if (!(target instanceof HTMLSelectElement) || target.dataset['own'] === undefined) return;
  const renewed = fragment.querySelector('select');
  if (renewed && [...renewed.options].some((o) => o.value === target.value)) {
    for (const o of renewed.options) o.toggleAttribute('selected', o.value === target.value);
  }
});
