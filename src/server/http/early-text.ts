import { isTextStream } from './text-stream.js';
import { readSayTextBody } from './request-body.js';
import { bodyOf, mayPagesSay } from './route-actions.js';
import type { RouteSettings } from './route-parts.js';
import type { Step } from './pipeline.js';

/**
 * Reads a text that is there already before its session is looked for: how long it is can then be asked of the store with the same
 * question. What is wrong with it is told when the session is found.
 * @param textBody For a body of `maxSize` at most.
 */
export function earlyText({ pagesMaySay, limits }: RouteSettings, textBody: Step, maxSize: number): Step {
  return async (context, next) => {
    const length = context.env.arrivedBytes?.();
    const isReadable = length !== undefined && length <= maxSize && !isTextStream(context.req.header('Content-Type'));
    if (!isReadable || !mayPagesSay('text', pagesMaySay)) return next();
    return textBody(context, async () => {
      const call = await readSayTextBody(bodyOf(context), limits).catch(() => undefined);
      if (call) context.set('call', call);
      await next();
    });
  };
}
