// Completion of what a policy names: actions and condition keys, and the ARNs of
// the world at hand. The server knows them; here is found out what is being typed.
import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

interface Choice {
  label: string;
  detail?: string;
}

type Node = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

const elements: Record<string, string> = {
  action: 'action', notaction: 'action', resource: 'resource', notresource: 'resource',
  aws: 'aws', service: 'service', federated: 'federated',
};

// Keys whose values are ARNs of callers or of resources.
const arnKeys: Record<string, string> = { 'aws:principalarn': 'aws', 'aws:sourcearn': 'resource' };

/** Completes from an address that answers {choices: [{label, detail}]}. */
export function completions(from: string): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = stringAt(context);
    if (!text) return null;
    const element = elementOf(context.state, text.node);
    if (!element) return null;
    const typed = context.state.sliceDoc(text.from, context.pos);
    const list = await ask(from, element, typed);
    if (context.aborted || list.length === 0) return null;
    return {
      from: text.from,
      to: text.to,
      filter: false,
      options: list.map((c) => ({ label: c.label, ...(c.detail ? { detail: c.detail } : {}) })),
    };
  };
}

async function ask(from: string, element: string, typed: string): Promise<Choice[]> {
  try {
    const answer = await fetch(`${from}?${new URLSearchParams({ in: element, typed })}`, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return [];
    return ((await answer.json()) as { choices: Choice[] }).choices;
  } catch {
    return []; // offline: one types it out
  }
}

/** The string that the cursor stands in, without its quotation marks. */
function stringAt(context: CompletionContext): { node: Node; from: number; to: number } | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (node.name !== 'String' && node.name !== 'PropertyName') return null;
  const whole = context.state.sliceDoc(node.from, node.to);
  const from = node.from + 1;
  const to = whole.length > 1 && whole.endsWith('"') ? node.to - 1 : node.to;
  return context.pos >= from && context.pos <= to ? { node, from, to } : null;
}

/** What a string is, by the names of the members that it stands under. */
function elementOf(state: EditorState, node: Node): string | undefined {
  const names = namesAbove(state, node);
  if (node.name === 'PropertyName') {
    // Statement › Condition › operator › the key being typed
    return names[1]?.toLowerCase() === 'condition' ? 'key' : undefined;
  }
  const nearest = names[0]?.toLowerCase() ?? '';
  if (names[2]?.toLowerCase() === 'condition') return arnKeys[nearest];
  return elements[nearest];
}

/** The names of the members round a node, the nearest first. */
function namesAbove(state: EditorState, node: Node): string[] {
  const names: string[] = [];
  for (let at: Node | null = node.name === 'PropertyName' ? (node.parent?.parent ?? null) : node.parent; at; at = at.parent) {
    if (at.name !== 'Property') continue;
    const name = at.getChild('PropertyName');
    if (name) names.push(state.sliceDoc(name.from + 1, name.to - 1));
  }
  return names;
}
