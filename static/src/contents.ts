/** Brings the current mode into view where the modes are a strip that scrolls. */
export function wireModes(): void {
  const current = document.querySelector<HTMLElement>('.modes [aria-current]');
  const strip = current?.closest('ul');
  if (current && strip) strip.scrollLeft = current.offsetLeft - strip.offsetLeft - 24;
}

/** Marks the part being read in the contents at the side, which folds on a phone. */
export function wireContents(): void {
  const contents = document.querySelector('.contents');
  if (!contents) return;
  const fold = contents.querySelector('details');
  if (fold && matchMedia('(max-width: 59.99rem)').matches) fold.open = false;
  const links = new Map([...contents.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const a of links.values()) a.removeAttribute('aria-current');
        links.get(entry.target.id)?.setAttribute('aria-current', 'true');
      }
    },
    { rootMargin: '0px 0px -70% 0px' },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) seen.observe(heading);
  }
}
