import { all, once } from './dom';

/** Lets the number keys choose an option and Enter check the answer. */
export function wireChoices(root: ParentNode): void {
  const forms = all<HTMLFormElement>(root, 'form[data-choice]').filter((f) => once(f, 'Choice'));
  for (const form of forms) {
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.target as Element).matches('input[type="radio"], input[type="checkbox"]')) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
  }
  // Keys without a focus go to the one question of a page, never to one of many.
  if (all(document, 'form[data-choice]').length !== 1) return;
  for (const key of all(document, 'form[data-choice] kbd[data-key]')) key.hidden = false;
}

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target as HTMLElement;
  if (target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select') || target.isContentEditable || target.shadowRoot) return;
  const forms = all<HTMLFormElement>(document, 'form[data-choice]');
  const form = target.closest<HTMLFormElement>('form[data-choice]') ?? (forms.length === 1 ? forms[0] : undefined);
  const input = form?.querySelectorAll<HTMLInputElement>('input[type="radio"], input[type="checkbox"]')[Number(event.key) - 1];
  if (!input || !/^[1-9]$/.test(event.key)) return;
  event.preventDefault();
  input.focus();
  input.click();
});
