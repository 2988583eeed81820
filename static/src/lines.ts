import { editorOf } from './edit';

/** Follows a link to a line of a policy: in the editor when it is open there. */
export function wireLines(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[data-line]');
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    const other = link.href.split('#')[0] !== location.href.split('#')[0] && docOf(link) !== undefined;
    if (other && docOf(link) !== document.querySelector<HTMLElement>('[data-doc]')?.dataset['doc']) return; // the page that opens it
    const target = document.getElementById(id);
    const listing = id.replace(/-L\d+$/, '');
    const policy = target?.closest('[data-policy]') ?? document.querySelector(`[data-policy][data-listing="${CSS.escape(listing)}"]`);
    const line = Number(/-L(\d+)$/.exec(id)?.[1] ?? 1);
    if (policy?.classList.contains('editing')) {
      event.preventDefault();
      if (location.hash !== link.hash) location.hash = link.hash; // a phone shows that part of the page by it
      editorOf(policy)?.show(line);
      return;
    }
    for (const lit of target?.closest('pre')?.querySelectorAll('.lit') ?? []) lit.classList.remove('lit');
    target?.classList.add('lit');
  });
}

/** The document of a world that an address opens. */
function docOf(link: HTMLAnchorElement): string | undefined {
  return new URL(link.href).searchParams.get('doc') ?? undefined;
}
