import { abandonable } from '../../../core/abandon.js';
import { anySignal } from '../../../core/abort-signals.js';
import { textBytes } from '../../../core/text-bytes.js';
import { timeoutSignal } from '../../../core/timeout-signal.js';
import { AvatarActionEvent } from '../../events/action-event.js';
import type { ConversationHost } from '../conversation-host.js';
import { checkedArguments } from './action-arguments.js';
import { actionsOf } from './built-ins.js';
import type { PageAction } from './page-actions.js';

/** What came of an action: what it gave, or why it failed. */
export interface ActionOutcome {
  value?: unknown;
  error?: string;
}

export interface ActionResult extends ActionOutcome {
  id: string;
}

const LONGEST_MS = 10_000;

/** Of one, in bytes of JSON. */
const LARGEST_RESULT = 4000;
/** Of all of an answer: a backend takes 8192 bytes, ids and errors included. */
const LARGEST_RESULTS = 7000;
const LONGEST_ERROR = 300;

/**
 * Tells the page of an action, and runs the page's own of that name, and no other. Of one whose arguments do not fit the page hears
 * nothing. Never rejects.
 */
export async function perform(
  host: ConversationHost,
  { action, args }: { action: string; args: Readonly<Record<string, unknown>> },
  dropped: AbortSignal,
): Promise<ActionOutcome> {
  const actions = actionsOf(host);
  const own = Object.hasOwn(actions, action) ? actions[action] : undefined;
  try {
    const checked = own ? checkedArguments(own, args) : args;
    // Only what has to be waited for is: actions keep their order.
    const fitting = checked instanceof Promise ? await checked : checked;
    if (dropped.aborted) return { error: 'It was interrupted.' };
    // The page has done it itself.
    if (!host.dispatchEvent(new AvatarActionEvent(action, args))) return { value: 'done' };
    if (!own) return { error: 'The page has no such action.' };
    return outcomeOf((await run(own, fitting, dropped)) ?? 'done');
  } catch (error) {
    if (!dropped.aborted) host.createLogger().warn(`The page’s action ${action} failed`, error);
    const { name, message } = error instanceof Error ? error : { name: '', message: '' };
    return { error: name === 'TimeoutError' ? 'It took too long.' : message.slice(0, LONGEST_ERROR) || 'It failed.' };
  }
}

function run(action: PageAction, args: Readonly<Record<string, unknown>>, dropped: AbortSignal): Promise<unknown> {
  const signal = anySignal(dropped, timeoutSignal(LONGEST_MS));
  return abandonable(
    Promise.resolve().then(() => action.run(args, { signal })),
    signal,
  );
}

function outcomeOf(value: unknown): ActionOutcome {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) return { value: 'done' };
  if (textBytes(json) > LARGEST_RESULT)
    return { error: `It was done, but what it gave is more than ${LARGEST_RESULT} bytes of JSON.` };
  return { value: JSON.parse(json) as unknown };
}

/** As many of the results as a backend takes; of the others, that there is no room for them. */
export function fitting(results: readonly ActionResult[]): ActionResult[] {
  let bytes = 0;
  return results.map((result) => {
    const size = textBytes(JSON.stringify(result));
    bytes += size;
    if (bytes <= LARGEST_RESULTS) return result;
    bytes -= size;
    return { id: result.id, error: 'It was done, but there is no room for what it gave.' };
  });
}
