/**
 * A button with an address of its own leaves the page's part alone: its form goes
 * there as a form does, and not to where htmx would send it.
 */
export function wireForms(): void {
  document.addEventListener(
    'submit',
    (event) => {
      const by = event.submitter;
      if (by?.hasAttribute('formaction') && !by.hasAttribute('hx-post')) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
