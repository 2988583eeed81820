import { editorOf } from './edit';

/** Follows a link to a line of a policy: in the editor when it is open there. */
export function wireLines(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[data-line]');
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    const target = document.getElementById(id);
    const listing = id.replace(/-L\d+$/, '');
    const policy = target?.closest('[data-policy]') ?? document.querySelector(`[data-policy][data-listing="${CSS.escape(listing)}"]`);
    const line = Number(/-L(\d+)$/.exec(id)?.[1] ?? 1);
    if (policy?.classList.contains('editing')) {
      event.preventDefault();
      editorOf(policy)?.show(line);
      return;
    }
    for (const lit of target?.closest('pre')?.querySelectorAll('.lit') ?? []) lit.classList.remove('lit');
    target?.classList.add('lit');
  });
}
