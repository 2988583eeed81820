import { all, once } from './dom';

const typed: string[] = [];

/** Lets the up and down arrows go through the commands typed on this page. */
export function wireHistory(root: ParentNode): void {
  for (const input of all<HTMLInputElement>(root, 'input[data-history]')) {
    if (!once(input, 'History')) continue;
    let at = typed.length;
    input.form?.addEventListener('submit', () => {
      const line = input.value.trim();
      if (line && typed.at(-1) !== line) typed.push(line);
      at = typed.length;
    });
    input.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined || typed.length === 0) return;
      event.preventDefault();
      at = Math.min(Math.max(at + by, 0), typed.length);
      input.value = typed[at] ?? '';
      input.setSelectionRange(input.value.length, input.value.length);
    });
    // After a command the next one is typed on: the transcript shows its end.
    const screen = input.closest('.terminal')?.querySelector('.screen');
    if (screen) screen.scrollTop = screen.scrollHeight;
  }
}
