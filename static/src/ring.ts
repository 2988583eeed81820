import { all, once } from './dom';

const round = 2 * Math.PI * 15;

/** How long after its end a test's page leads to the result: the server keeps the time, and this clock has its own. */
const leeway = 1500;

/** Lets the rings of live credentials drain, and their words count down. */
export function wireRings(root: ParentNode): void {
  for (const ring of all(root, '[data-ring]')) {
    if (!once(ring, 'Ring')) continue;
    const ends = performance.now() + Number(ring.dataset['left']) * 1000;
    const { total: of, then } = ring.dataset;
    const total = Number(of);
    const tick = (): void => {
      if (!ring.isConnected) return;
      const left = Math.max((ends - performance.now()) / 1000, 0);
      draw(ring, left, total);
      if (left > 0) setTimeout(tick, left < 120 ? 1000 : 15_000);
      else if (then) setTimeout(() => ring.isConnected && location.assign(then), leeway);
    };
    tick();
  }
}

function draw(ring: HTMLElement, left: number, total: number): void {
  const share = total > 0 ? left / total : 0;
  ring.querySelector('.left')?.setAttribute('stroke-dasharray', `${(round * share).toFixed(1)} ${round.toFixed(1)}`);
  ring.classList.toggle('ended', left <= 0);
  ring.classList.toggle('low', left > 0 && share < 1 / 6);
  const words = ring.querySelector('[data-words]');
  if (words) words.textContent = left <= 0 ? 'ended' : `${span(left)} left of ${span(total)}`;
}

/** Puts seconds into words, as the server does. */
function span(seconds: number): string {
  if (seconds < 120) return count(Math.floor(seconds), 'second');
  const minutes = Math.round(seconds / 60);
  const parts: string[] = [];
  if (minutes >= 60) parts.push(count(Math.floor(minutes / 60), 'hour'));
  if (minutes % 60) parts.push(count(minutes % 60, 'minute'));
  return parts.join(' ');
}

function count(k: number, word: string): string {
  return `${k} ${word}${k === 1 ? '' : 's'}`;
}
