// The part of htmx that we call; its own declarations are for another loader.
declare module 'htmx.org/dist/htmx.esm.js' {
  const htmx: {
    config: Record<string, unknown>;
    process(root: Element): void;
    ajax(verb: string, path: string, context: { source: Element; swap: string }): Promise<void>;
    on(name: string, listener: (event: Event) => void): void;
  };
  export default htmx;
}
