import { randomUUID } from 'node:crypto';

import { JsonClient, openThroughBackend } from './json-client.js';
import { startBackendProcess, startStubProcess } from './processes.js';

const AT_ONCE = 32;

/** Until then code is compiled. */
const WARM_UP_CALLS = 4000;

const MOST = 10;

/** Where the processor time of say-text goes, with the memory store; prints the functions that take most by themselves. */
export async function profileSayText(calls: number): Promise<void> {
  const stub = await startStubProcess();
  const backend = await startBackendProcess({ baseUrl: stub.baseUrl, store: undefined });
  const client = new JsonClient(AT_ONCE);
  const { url, headers } = await openThroughBackend(client, backend.endpoint);
  const send = async (count: number): Promise<void> => {
    let sent = 0;
    const worker = async (): Promise<void> => {
      while (sent++ < count) {
        const call = { text: 'Hello there, nice to see you', turnId: randomUUID(), isFinal: true };
        await client.postOk(`${url}/say-text`, call, headers);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await send(WARM_UP_CALLS);
  await backend.child.call('startProfile', undefined);
  await send(calls);
  const functions = await backend.child.call('stopProfile', MOST);
  client.close();
  await backend.close();
  await stub.close();

  console.log(
    `\nWhere the processor time of ${calls} say-text calls goes, with the memory store: functions by themselves\n`,
  );
  console.log('| function | where | share |');
  console.log('| --- | --- | ---: |');
  for (const { name, place, share } of functions) console.log(`| ${name} | ${place} | ${(share * 100).toFixed(1)} % |`);
}
