import { all, once } from './dom';
import type { Editor } from './editor';

const editors = new WeakMap<Element, Editor>();

/** The editor of a live policy, once it has been opened. */
export function editorOf(policy: Element): Editor | undefined {
  return editors.get(policy);
}

/** Opens CodeMirror in place of the listing when Edit is pressed for the first time. */
export function wireEditors(root: ParentNode): void {
  for (const policy of all(root, '[data-policy]')) {
    if (!once(policy, 'Edit')) continue;
    const fold = policy.querySelector<HTMLDetailsElement>('details[data-edit]');
    const field = fold?.querySelector('textarea');
    const summary = fold?.querySelector('summary');
    if (!fold || !field || !summary) continue;
    summary.addEventListener('click', (event) => {
      event.preventDefault();
      if (policy.classList.contains('editing')) close(policy, summary);
      else void open(policy, field, summary);
    });
  }
  for (const field of all<HTMLTextAreaElement>(root, 'textarea[data-source]')) {
    if (once(field, 'Editor')) void stand(field, false);
  }
  for (const field of all<HTMLTextAreaElement>(root, 'textarea[data-editor]')) {
    if (once(field, 'Editor')) field.addEventListener('focus', () => void stand(field, true), { once: true });
  }
}

async function open(policy: HTMLElement, field: HTMLTextAreaElement, summary: HTMLElement): Promise<void> {
  let editor = editors.get(policy);
  if (!editor) {
    summary.setAttribute('aria-busy', 'true');
    try {
      const { mount } = await import('./editor');
      const listing = policy.querySelector('pre.lines');
      const place = document.createElement('div');
      place.className = 'editor';
      listing?.before(place);
      editor = mount(place, field, { kind: policy.dataset['kind'] ?? '', lint: policy.dataset['lint'] ?? '', complete: policy.dataset['complete'] ?? '/api/complete' });
      editors.set(policy, editor);
    } catch {
      // Offline at the first edit: the plain textarea is still there.
      const fold = field.closest('details');
      if (fold) fold.open = true;
      return;
    } finally {
      summary.removeAttribute('aria-busy');
    }
  }
  policy.classList.add('editing');
  say(summary, true);
  editor.focus();
}

function close(policy: HTMLElement, summary: HTMLElement): void {
  policy.classList.remove('editing');
  say(summary, false);
}

function say(summary: HTMLElement, editing: boolean): void {
  summary.setAttribute('aria-expanded', String(editing));
  summary.querySelector('.first')?.toggleAttribute('hidden', editing);
  summary.querySelector('.again')?.classList.toggle('shown', editing);
}

/**
 * Puts an editor in the place of a textarea: on a page for editing from the
 * start, in a lesson when the reader comes to it.
 */
async function stand(field: HTMLTextAreaElement, focused: boolean): Promise<void> {
  const policy = field.closest<HTMLElement>('.policy');
  let mount: typeof import('./editor').mount;
  try {
    ({ mount } = await import('./editor'));
  } catch {
    return; // offline: the textarea does it
  }
  if (!policy || !field.isConnected) return;
  const place = document.createElement('div');
  place.className = 'editor';
  field.before(place);
  const from = { ...policy.dataset, ...field.dataset };
  const editor = mount(place, field, { kind: from['kind'] ?? '', lint: from['lint'] ?? '', complete: from['complete'] ?? '' });
  editors.set(policy, editor);
  policy.classList.add('editing');
  field.hidden = true;
  // A link from elsewhere may have named a line of the document.
  const line = policy.dataset['doc'] === undefined ? null : /^#doc-L(\d+)$/.exec(location.hash);
  if (line) editor.show(Number(line[1]));
  if (focused) editor.focus();
}
