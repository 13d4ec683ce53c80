import type { Messages } from '../../i18n/messages.js';
import { isMicrophoneAllowed } from './microphone-policy.js';

/** What keeps a microphone from being listened to, as a term. */
export type MicrophoneTrouble = keyof Pick<
  Messages,
  | 'microphoneRefused'
  | 'microphoneMissing'
  | 'microphoneBusy'
  | 'microphoneInsecure'
  | 'microphoneFramed'
  | 'microphoneMuted'
  | 'microphoneUnplugged'
>;

/** It could not be opened. */
export class MicrophoneError extends Error {
  override readonly name = 'MicrophoneError';
  readonly trouble: MicrophoneTrouble;

  constructor(trouble: MicrophoneTrouble, options?: ErrorOptions) {
    super(`No microphone: ${trouble}`, options);
    this.trouble = trouble;
  }
}

export interface OpenMicrophoneOptions {
  /** Which to use; another one where it is not there any more. */
  deviceId?: string | undefined;
  /** Told what has come in the way, and with undefined that it is over. */
  onTrouble: (trouble: MicrophoneTrouble | undefined) => void;
  /** It is gone: it was unplugged, or the visitor has taken the permission back. */
  onGone: () => void;
}

const PROCESSING = { echoCancellation: true, noiseSuppression: true, autoGainControl: true } as const;

/** A microphone that is open. */
export class OpenMicrophone {
  readonly stream: MediaStream;
  readonly #track: MediaStreamTrack;
  readonly #closed = new AbortController();

  /** @throws {MicrophoneError} */
  static async open(options: OpenMicrophoneOptions): Promise<OpenMicrophone> {
    const { mediaDevices } = navigator as Partial<Navigator>;
    if (!mediaDevices) throw new MicrophoneError('microphoneInsecure');
    if (!isMicrophoneAllowed()) throw new MicrophoneError('microphoneFramed');
    const { deviceId } = options;
    try {
      const audio = { ...PROCESSING, ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }) };
      return new OpenMicrophone(await mediaDevices.getUserMedia({ audio }), options);
    } catch (error) {
      if (deviceId !== undefined && nameOf(error) === 'OverconstrainedError')
        return OpenMicrophone.open({ ...options, deviceId: undefined });
      throw new MicrophoneError(troubleOf(error), { cause: error });
    }
  }

  private constructor(stream: MediaStream, { onTrouble, onGone }: OpenMicrophoneOptions) {
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('There is no track.', 'NotFoundError');
    this.stream = stream;
    this.#track = track;
    const { signal } = this.#closed;
    track.addEventListener('mute', () => onTrouble('microphoneMuted'), { signal });
    track.addEventListener('unmute', () => onTrouble(undefined), { signal });
    const onEnded = async (): Promise<void> => {
      this.close();
      onTrouble((await isPermissionGone()) ? 'microphoneRefused' : 'microphoneUnplugged');
      onGone();
    };
    track.addEventListener('ended', () => void onEnded(), { signal });
    if (track.muted) onTrouble('microphoneMuted');
  }

  get deviceId(): string | undefined {
    return this.#track.getSettings().deviceId;
  }

  /** Whether what the avatar says is taken out of what is heard. */
  get cancelsEcho(): boolean {
    return this.#track.getSettings().echoCancellation === true;
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Hears nothing while it is false. */
  set isHearing(isHearing: boolean) {
    this.#track.enabled = isHearing;
  }

  /** Lets go of it, which the browser shows. Idempotent. */
  close(): void {
    this.#closed.abort();
    for (const track of this.stream.getTracks()) track.stop();
  }
}

/** The microphones there are; their names are known once one was opened. Never rejects. */
export async function microphones(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
}

function troubleOf(error: unknown): MicrophoneTrouble {
  switch (nameOf(error)) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphoneMissing';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphoneBusy';
    default:
      return 'microphoneRefused';
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

async function isPermissionGone(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'denied';
  } catch {
    return false; // Not every browser tells.
  }
}
