import { ControlClient } from '../../src/core/control-client.js';
import { isAvatarError } from '../../src/core/errors.js';

/** Runs a whole session by the Control API in a worker, where there is no document and no window. */
async function run(baseUrl: string): Promise<unknown> {
  const client = new ControlClient({ baseUrl });
  const session = client.session(await client.create('my-ks', { avatarId: 'maya' }));
  const { whepUrl } = await session.initClient();
  await session.sayText({ text: 'Hello from a worker.', turnId: 'turn-1', isFinal: true });
  await session.interrupt();
  await session.keepAlive();
  await session.end();
  const afterwards = await session.keepAlive().catch((error: unknown) => (isAvatarError(error) ? error.code : error));
  return { hasWhepUrl: URL.canParse(whepUrl), afterwards };
}

addEventListener('message', ({ data }: MessageEvent<string>) => {
  run(data).then(
    (result) => postMessage(result),
    (error: unknown) => postMessage({ error: String(error) }),
  );
});
