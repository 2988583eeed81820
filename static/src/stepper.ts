import { all, once } from './dom';

/** Shows the frames of Visualize one at a time, by buttons and arrow keys. */
export function wireSteppers(root: ParentNode): void {
  for (const figure of all(root, '[data-stepper]')) if (once(figure, 'Steps')) new Stepper(figure);
}

class Stepper {
  readonly #figure: HTMLElement;
  readonly #frames: HTMLElement[];
  #at = 0;

  constructor(figure: HTMLElement) {
    this.#figure = figure;
    this.#frames = all(figure, '.frames > li');
    if (this.#frames.length < 2) return;
    figure.classList.add('alive');
    figure.querySelector<HTMLElement>('[data-steps]')?.removeAttribute('hidden');
    this.#on('[data-prev]', -1);
    this.#on('[data-next]', 1);
    figure.addEventListener('keydown', (event) => this.#key(event));
    const linked = this.#frames.findIndex((f) => `#${f.id}` === location.hash);
    this.#go(Math.max(linked, 0));
  }

  #on(selector: string, by: number): void {
    this.#figure.querySelector(selector)?.addEventListener('click', () => this.#go(this.#at + by));
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as Element).closest('pre, input, textarea')) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const to = { Home: 0, End: this.#frames.length - 1 }[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    this.#go(to ?? this.#at + (by ?? 0));
  }

  #go(to: number): void {
    this.#at = Math.min(Math.max(to, 0), this.#frames.length - 1);
    this.#frames.forEach((f, i) => f.classList.toggle('now', i === this.#at));
    const frame = this.#frames[this.#at];
    const place = this.#figure.querySelector('[data-place]');
    if (place) place.textContent = `${this.#at + 1} of ${this.#frames.length}`;
    this.#off('[data-prev]', this.#at === 0);
    this.#off('[data-next]', this.#at === this.#frames.length - 1);
    this.#light(new Set((frame?.dataset['lit'] ?? '').split(' ').filter(Boolean)));
  }

  // Not disabled: a disabled button would lose the focus to nowhere.
  #off(selector: string, off: boolean): void {
    this.#figure.querySelector(selector)?.setAttribute('aria-disabled', String(off));
  }

  #light(ids: Set<string>): void {
    for (const part of all<SVGElement>(this.#figure, '[data-id]')) {
      const lit = (part.dataset['id'] ?? '').split(' ').some((id) => ids.has(id));
      part.classList.toggle('lit', lit);
    }
  }
}
