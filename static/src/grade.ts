import { all, once } from './dom';

/** Lets space turn the card of a review and the keys 1 to 4 grade it. */
export function wireGrades(root: ParentNode): void {
  for (const form of all<HTMLFormElement>(root, 'form[data-grades]')) {
    if (!once(form, 'Grades')) continue;
    for (const key of all(form, 'kbd[data-key]')) key.hidden = false;
  }
}

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const target = event.target as HTMLElement;
  if (target.matches('input, textarea, select') || target.isContentEditable || target.shadowRoot) return;
  const form = document.querySelector<HTMLFormElement>('form[data-grades]');
  const card = form?.closest('details');
  if (!form || !card) return;
  if (event.key === ' ' && !target.closest('a, button, summary')) {
    event.preventDefault();
    card.open = !card.open;
    return;
  }
  if (!/^[1-4]$/.test(event.key)) return;
  event.preventDefault();
  if (card.open) form.querySelectorAll('button')[Number(event.key) - 1]?.click();
  else card.open = true; // a card is graded once its answer was seen
});
