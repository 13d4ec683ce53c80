import type { SessionControl } from '../../core/session-control.js';
import type { Telemetry } from './telemetry.js';

/** What the service calls each of them. */
const CALLS: Readonly<Record<string, string>> = {
  initClient: 'init-client',
  sayText: 'say-text',
  sayAudio: 'say-audio',
  interrupt: 'interrupt',
  keepAlive: 'keep-alive',
  end: 'end',
};

/** The same calls on a session, each of them measured. */
export function watchCalls(control: SessionControl, telemetry: Telemetry): SessionControl {
  if (!telemetry.isOn) return control;
  return new Proxy(control, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      const call = CALLS[String(name)];
      if (typeof value !== 'function' || call === undefined) return value;
      return (...given: unknown[]) =>
        telemetry.call(call, () => Reflect.apply(value, target, given) as Promise<unknown>);
    },
  });
}
