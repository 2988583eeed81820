/** Wires what htmx has swapped in, and takes the focus to the result that asks for it. */
export function wireFocus(wire: (root: ParentNode) => void): void {
  document.addEventListener('htmx:load', (event) => {
    const part = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
    if (part === document.body) return;
    wire(part);
    const result = part.matches('[data-focus]') ? part : part.querySelector<HTMLElement>('[data-focus]');
    result?.focus({ preventScroll: false });
  });
  // A request that never reached the server is said where it was made.
  document.addEventListener('htmx:sendError', (event) => notice(event, 'The server cannot be reached. What you typed is still here; try again in a moment.'));
  document.addEventListener('htmx:responseError', (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    notice(event, told(xhr) ?? 'The server could not answer this. Load the page again, or try in a moment.');
  });
  // Of a refusal for now (too much from one client) the page keeps what was typed.
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>;
    if (detail.xhr.status !== 429 || !detail.xhr.getResponseHeader('Retry-After')) return;
    detail.shouldSwap = false;
    detail.isError = true; // it is told where it was sent from
  });
  // What failed before is past once the same form goes through.
  document.addEventListener('htmx:afterRequest', (event) => {
    const { successful } = (event as CustomEvent<{ successful?: boolean }>).detail;
    if (successful) (event.target as Element | null)?.closest('form')?.querySelector(':scope > [data-failed]')?.remove();
  });
}

/** The words of a refusal, when the server told one. */
function told(xhr: XMLHttpRequest): string | undefined {
  if (!xhr.getResponseHeader('Content-Type')?.startsWith('text/html')) return undefined;
  const notice = new DOMParser().parseFromString(xhr.responseText, 'text/html').querySelector('.notice');
  return notice?.textContent?.trim().replace(/\s+/g, ' ') || undefined;
}

function notice(event: Event, text: string): void {
  const from = event.target as HTMLElement;
  const form = from.closest('form') ?? from;
  form.querySelector(':scope > [data-failed]')?.remove();
  const p = document.createElement('p');
  p.className = 'problem is-error tone';
  p.dataset['failed'] = '';
  p.setAttribute('role', 'alert');
  p.textContent = text;
  form.append(p);
}
