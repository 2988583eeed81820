import { all, once } from './dom';

const typed: string[] = [];

/** Lets the up and down arrows go through the commands typed on this page, and the Tab key complete one. */
export function wireHistory(root: ParentNode): void {
  for (const input of all<HTMLInputElement>(root, 'input[data-history]')) {
    if (!once(input, 'History')) continue;
    if (typed.length === 0) typed.push(...before(input));
    let at = typed.length;
    const completes = input.form?.querySelector<HTMLButtonElement>('[data-completes]');
    input.form?.addEventListener('submit', (event) => {
      if (completes && event.submitter === completes) return;
      const line = input.value.trim();
      if (line && typed.at(-1) !== line) typed.push(line);
      at = typed.length;
    });
    // The Tab key completes the line, and leaves it as always where there is nothing to complete.
    const stuck = input.dataset['stuck'] === undefined ? undefined : input.value;
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Tab' && !event.shiftKey && completes && input.value.trim() && input.value !== stuck) {
        event.preventDefault();
        completes.click();
        return;
      }
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined || typed.length === 0) return;
      event.preventDefault();
      at = Math.min(Math.max(at + by, 0), typed.length);
      input.value = typed[at] ?? '';
      input.setSelectionRange(input.value.length, input.value.length);
    });
    if (input === document.activeElement) input.setSelectionRange(input.value.length, input.value.length);
  }
  // After a command the next one is typed on: the transcript shows its end.
  for (const screen of all(root, '.terminal:has(form) .screen')) screen.scrollTop = screen.scrollHeight;
}

/** The commands that the transcript holds: typed before this page was loaded. */
function before(input: HTMLInputElement): string[] {
  const lines = all(input.closest('.terminal') ?? document, '.cmd').map((cmd) => cmd.lastChild?.textContent?.trim() ?? '');
  return lines.filter((line, i) => line && line !== lines[i - 1]);
}
