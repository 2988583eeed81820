// What was typed into a world's document and not saved: it is kept in the tab while
// other pages of the world are looked at, and put back when the document is opened.
import { all, once } from './dom';

interface Draft {
  /** What was in force when the typing began, for the save to find a conflict by. */
  base: string;
  text: string;
}

// Until when the page is being left for another of the same world.
let within = 0;

/** Keeps the unsaved text of the documents of worlds. */
export function wireDrafts(root: ParentNode): void {
  for (const block of all(root, '[data-doc]')) {
    const field = block.querySelector<HTMLTextAreaElement>('textarea[data-source]');
    if (field?.form && once(field, 'Draft')) keep(block, field, field.form);
  }
}

function keep(block: HTMLElement, field: HTMLTextAreaElement, form: HTMLFormElement): void {
  const name = `${prefix(form)}${block.dataset['doc']}`;
  const unsaved = form.querySelector<HTMLElement>('[data-unsaved]');
  const base = (): HTMLInputElement | null => form.querySelector('input[name="base"]');
  let saved = field.value;
  const tell = (): void => {
    if (field.value === saved) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ base: base()?.value ?? '', text: field.value } satisfies Draft));
    unsaved?.toggleAttribute('hidden', field.value === saved);
  };
  const draft = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Draft | null;
  if (draft) {
    field.value = draft.text;
    const at = base();
    if (at) at.value = draft.base;
    tell();
  }
  field.addEventListener('input', tell);
  unsaved?.querySelector('button')?.addEventListener('click', () => {
    sessionStorage.removeItem(name);
    location.reload();
  });
  let sent = '';
  form.addEventListener('htmx:beforeRequest', () => (sent = field.value));
  form.addEventListener('htmx:afterRequest', () => {
    if (document.querySelector('#editor-result[data-saved]')) saved = sent;
    tell();
  });
}

/** How the names of a world's drafts begin. */
function prefix(form: HTMLFormElement): string {
  return `draft:${form.action.split('#')[0]}:`;
}

/** True while some document of the world at hand has text that isn't saved. */
function unsaved(): boolean {
  const form = document.querySelector<HTMLTextAreaElement>('[data-doc] textarea[data-source]')?.form;
  return !!form && Object.keys(sessionStorage).some((k) => k.startsWith(prefix(form)));
}

/** Notes that an address of this same world is being gone to, where the text is put back. */
function going(event: Event, address: string): void {
  if (!event.defaultPrevented && new URL(address).pathname.split('/')[2] === location.pathname.split('/')[2]) within = event.timeStamp + 1_000;
}

// On window, so that those who take the event for themselves have been before.
addEventListener('click', (event) => {
  const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[href]');
  if (link && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey) going(event, link.href);
});
addEventListener('submit', (event) => going(event, (event.target as HTMLFormElement).action));
addEventListener('beforeunload', (event) => {
  if (event.timeStamp > within && unsaved()) event.preventDefault();
});
