import { isAvatarError, type AvatarError } from 'kaltura-avatar';
import type { FaultRule, SimulatorStatus } from 'kaltura-avatar/simulator';

export interface TestService {
  /** The simulator. */
  url: string;
  /** Its Control API. */
  baseUrl: string;
  /** Session endpoints as integrators have them; see integrators-endpoints.ts. */
  endpointsUrl: string;
}

export async function findTestService(): Promise<TestService> {
  return (await (await fetch('/test-service.json')).json()) as TestService;
}

export type SessionReport = SimulatorStatus['sessions'][number];

/** What the simulator knows of a session. */
export async function reportOf(sessionId: string | null): Promise<SessionReport | undefined> {
  return (await reports()).find(({ id }) => id === sessionId);
}

export async function reports(): Promise<SessionReport[]> {
  const status = (await (await fetch('/simulator/status')).json()) as Pick<SimulatorStatus, 'sessions'>;
  return status.sessions;
}

/** Makes a call of the simulator fail on purpose. */
export async function addFault(fault: FaultRule): Promise<void> {
  const { ok } = await fetch('/simulator/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!ok) throw new Error(`The simulator does not take the fault ${JSON.stringify(fault)}`);
}

/** Makes the page's server fail to give a file. */
export async function withhold(path: string): Promise<void> {
  await fetch('/withheld-files', { method: 'POST', body: path });
}

/** Resolves with the first value of `read` that is not undefined or false; the test's own time limit ends the wait. */
export async function eventually<Value>(
  read: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Value> {
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** What `call` rejects with; throws where it does not. */
export async function failureOf(call: Promise<unknown>): Promise<AvatarError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isAvatarError(outcome)) throw new Error(`An AvatarError was expected, there was ${String(outcome)}`);
  return outcome;
}

/** Resolves with the next event of a type, with the type that the element declares for it. */
export function nextEvent<Type extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: Type,
): Promise<HTMLElementEventMap[Type]> {
  return new Promise((resolve) => element.addEventListener(type, resolve, { once: true }));
}

/** Keeps the console's warnings and errors out of the test log and gives them to the test instead. */
export function captureComplaints(): { messages: string[]; restore: () => void } {
  const { error, warn } = console;
  const messages: string[] = [];
  console.error = console.warn = (...values: unknown[]) => void messages.push(values.map(String).join(' '));
  return { messages, restore: () => void Object.assign(console, { error, warn }) };
}
