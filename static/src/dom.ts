/** Finds elements below a root, the root itself among them. */
export function all<E extends Element = HTMLElement>(root: ParentNode, selector: string): E[] {
  const found = [...root.querySelectorAll<E>(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root as unknown as E);
  return found;
}

/** True the first time it is asked about an element for a purpose. */
export function once(element: HTMLElement, purpose: string): boolean {
  const key = `wired${purpose}`;
  if (element.dataset[key]) return false;
  element.dataset[key] = '1';
  return true;
}
