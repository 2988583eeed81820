import { all, once } from './dom';

/** Lets the number keys answer and Enter check the answer. */
export function wireChoices(root: ParentNode): void {
  const forms = all<HTMLFormElement>(root, 'form[data-choice]').filter((f) => once(f, 'Choice'));
  for (const form of forms) {
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.target as Element).matches('input[type="radio"], input[type="checkbox"], select')) {
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
  if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const target = event.target as HTMLElement;
  if (target.matches('input:not([type="radio"], [type="checkbox"]), textarea') || target.isContentEditable || target.shadowRoot) return;
  const forms = all<HTMLFormElement>(document, 'form[data-choice]');
  const form = target.closest<HTMLFormElement>('form[data-choice]') ?? (forms.length === 1 ? forms[0] : undefined);
  if (form && (number(form, target, Number(event.key)))) event.preventDefault();
});

/** Chooses the n-th option or, of a list to choose from, its n-th entry. */
function number(form: HTMLFormElement, target: HTMLElement, n: number): boolean {
  const input = form.querySelectorAll<HTMLInputElement>('input[name="option"]')[n - 1];
  if (input) {
    input.focus();
    input.click();
    return true;
  }
  const lists = all<HTMLSelectElement>(form, 'fieldset select');
  const list = lists.find((l) => l === target) ?? lists.find((l) => l.value === '');
  if (!list?.options[n]) return false;
  list.focus();
  list.selectedIndex = n;
  list.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}
