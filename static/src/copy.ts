import { all, once } from './dom';

/** Shows the Copy buttons and lets them copy the policy as it stands. */
export function wireCopy(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of all<HTMLButtonElement>(root, 'button[data-copy]')) {
    if (!once(button, 'Copy')) continue;
    button.hidden = false;
    button.addEventListener('click', () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = button.closest('[data-policy]')?.querySelector('textarea');
  const text = source?.value ?? button.closest('figure')?.querySelector('pre')?.textContent ?? '';
  const said = button.querySelector('[data-said]') ?? button;
  const before = said.textContent;
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = 'Copied';
  } catch {
    said.textContent = 'Not copied: the browser refused';
  }
  setTimeout(() => (said.textContent = before), 2000);
}
