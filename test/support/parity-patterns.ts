import {
  KalturaAvatarSession,
  SessionState,
  ConnectionState,
  AvatarError,
  AvatarErrorCode,
} from 'kaltura-avatar/session';

/*
 * The two programs that the reference of Kaltura's client SDK is read for, as its readers write them: the import is ours, and
 * the addresses and the end of the wait are handed in.
 */

export interface PatternOptions {
  baseUrl: string;
  /** What the program waits for before it ends the session. */
  wait: () => Promise<unknown>;
}

/** The page has a KS and creates the session by itself. */
export async function runAvatarFEOnly({ baseUrl, wait }: PatternOptions): Promise<void> {
  const session = new KalturaAvatarSession('your-kaltura-session', {
    baseUrl,
    logLevel: 'info',
  });

  session.on('stateChange', (state: SessionState) => {
    console.log('State:', state);
  });
  session.on('connectionChange', (state: ConnectionState) => {
    if (state === ConnectionState.CONNECTED) console.log('Connected');
  });
  session.on('error', (error: AvatarError) => {
    console.error('Error:', error.code, error.message);
  });

  try {
    await session.createSession({
      avatarId: 'avatar-123',
      voiceId: 'voice-456',
      videoContainerId: 'avatar-container',
    });
    console.log('Session ID:', session.getSessionId());

    await session.sayText('Hello from Kaltura Avatar!');
    await wait();
    await session.endSession();
  } catch (error) {
    if (error instanceof AvatarError && error.code === AvatarErrorCode.UNAUTHORIZED) console.error('Sign in again');
    console.error('Failed:', error);
  }
}

/** A backend creates the session, and the page is given its id and token. */
export async function runAvatarBECreated({
  baseUrl,
  wait,
  createSessionUrl,
}: PatternOptions & { createSessionUrl: string }): Promise<void> {
  const { sessionId, token } = await fetch(createSessionUrl).then(
    (r) => r.json() as Promise<{ sessionId: string; token: string }>,
  );

  const session = new KalturaAvatarSession(undefined, {
    baseUrl,
    logLevel: 'info',
  });

  session.on('stateChange', (state: SessionState) => {
    console.log('State:', state);
  });
  session.on('error', (error: AvatarError) => {
    console.error('Error:', error.code, error.message);
  });
  session.on('speakingStart', () => {
    console.log('Avatar started speaking');
  });
  session.on('speakingEnd', () => {
    console.log('Avatar stopped speaking');
  });

  try {
    await session.initSession({ sessionId, token }, { videoContainerId: 'avatar-container' });
    console.log('Session ID:', session.getSessionId());
    if (session.getSessionState() !== SessionState.READY) throw new Error('The session is not ready');

    const turnId = `turn-${Date.now()}`;
    await session.sayText('Hello from backend-created session!', turnId, true);
    await wait();
    await session.endSession();
  } catch (error) {
    console.error('Failed:', error);
  }
}
