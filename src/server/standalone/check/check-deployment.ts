import type { ClientInit } from '../../../core/protocol.js';
import type { AvatarControl, ControlledSession } from '../../avatar-control.js';
import { failureReason } from '../../failure-reason.js';
import type { CatalogueAvatar } from '../../kaltura/catalogue.js';
import { connectViewer, findWebRtc, type CheckViewer } from './check-viewer.js';
import { testClip } from './test-clip.js';

/** One thing that was tried. */
export interface CheckRow {
  what: string;
  result: 'yes' | 'no' | 'not tried';
  detail: string;
  /** How long it took, in milliseconds. */
  ms?: number;
}

export interface CheckReport {
  rows: CheckRow[];
  /** What follows for the settings, in sentences. */
  advice: string[];
  /** Whether an avatar can be made to speak here. */
  isUsable: boolean;
}

export interface CheckedDeployment {
  control: Pick<AvatarControl, 'create' | 'catalogue'>;
  /** Undefined: the first of the catalogue. */
  avatarId: string | undefined;
  voiceId: string | undefined;
  /** Told of each row as it comes. */
  onRow: (row: CheckRow) => void;
}

const TEXT = 'Hello, this is a check.';
const PICTURE_MS = 10_000;
/** An answer of the service comes in 100 ms, its voice some seconds later. */
const HEARD_MS = 12_000;
/** Between two clips that follow each other there is less of it. */
const SILENCE_MS = 1500;

/**
 * Opens a session, which costs what half a minute does, and finds out what this deployment can do. The session is ended whatever
 * happens. Never rejects: what fails is a row.
 */
export async function checkDeployment(deployment: CheckedDeployment): Promise<CheckReport> {
  const report: CheckReport = { rows: [], advice: [], isUsable: false };
  await new DeploymentCheck(deployment, report).run();
  return report;
}

class DeploymentCheck {
  readonly #deployment: CheckedDeployment;
  readonly #report: CheckReport;

  constructor(deployment: CheckedDeployment, report: CheckReport) {
    this.#deployment = deployment;
    this.#report = report;
  }

  async run(): Promise<void> {
    const { control, voiceId } = this.#deployment;
    const avatars = await this.#try('keys and catalogue', async () => {
      const [avatars, voices] = await Promise.all([control.catalogue.avatars(), control.catalogue.voices()]);
      return [avatars, `${avatars.length} avatars, ${voices.length} voices`];
    });
    const avatarId = this.#deployment.avatarId ?? avatars?.[0]?.id;
    this.#adviseOnFace(avatars?.find(({ id }) => id === avatarId));
    if (avatarId === undefined) {
      this.#report.advice.push('Set AVATAR_ID: without a catalogue there is no avatar to choose.');
      return;
    }
    const session = await this.#try('create', async () => {
      const session = await control.create({ avatarId, ...(voiceId === undefined ? {} : { voiceId }) });
      return [session, `avatar ${avatarId}`];
    });
    if (!session) return;
    session.startKeepAlive();
    try {
      await this.#checkSession(session);
    } finally {
      await this.#try('end', async () => {
        await session.end();
        return [undefined, 'the session is over'];
      });
    }
  }

  async #checkSession(session: ControlledSession): Promise<void> {
    const init = await this.#try('init-client', async () => {
      const init = await session.initClient();
      return [init, wayTo(init)];
    });
    if (init) this.#report.advice.push(`Content-Security-Policy: connect-src ${new URL(init.whepUrl).origin}`);
    const viewer = init && (await this.#connect(init));
    try {
      const takesText = await this.#hears('say-text', viewer, () => session.say(TEXT));
      const takesClips = await this.#hears('say-audio', viewer, () => session.sayAudio(testClip()));
      this.#report.isUsable = takesText || takesClips;
      this.#adviseOnSpeech(takesText, takesClips);
      if (viewer && takesClips) await this.#checkQueue(session, viewer);
      else this.#add({ what: 'interrupt', result: 'not tried', detail: 'nothing is heard that could be stopped' });
    } finally {
      await viewer?.close();
    }
  }

  async #connect(init: ClientInit): Promise<CheckViewer | undefined> {
    const webRtc = await findWebRtc();
    if (!webRtc) {
      const detail = 'install @roamhq/wrtc beside this package to see and hear the session here';
      this.#add({ what: 'media', result: 'not tried', detail });
      return undefined;
    }
    return this.#try('media', async () => {
      const viewer = await connectViewer(webRtc, init);
      const picture = await viewer.firstPicture(PICTURE_MS);
      return [viewer, `${viewer.codecs}, ${picture ? `${picture.width}x${picture.height}` : 'without a picture'}`];
    });
  }

  /** Whether what is said is taken and, where somebody listens, heard. */
  async #hears(what: string, viewer: CheckViewer | undefined, say: () => Promise<unknown>): Promise<boolean> {
    const began = Date.now();
    try {
      await say();
    } catch (error) {
      this.#add({ what, result: 'no', detail: failureReason(error), ms: Date.now() - began });
      return false;
    }
    if (!viewer) {
      this.#add({ what, result: 'yes', detail: 'taken; whether it is heard was not tried', ms: Date.now() - began });
      return true;
    }
    const isHeard = await viewer.untilHeard(HEARD_MS);
    const ms = Date.now() - began;
    this.#add({ what, result: isHeard ? 'yes' : 'no', detail: isHeard ? 'heard' : 'taken, but not heard', ms });
    await viewer.untilSilent(SILENCE_MS, HEARD_MS);
    return isHeard;
  }

  /** Two clips at once, and an interrupt in the first: whether the second is heard. */
  async #checkQueue(session: ControlledSession, viewer: CheckViewer): Promise<void> {
    await this.#try('interrupt', async () => {
      const heard = viewer.untilHeard(HEARD_MS);
      await Promise.all([session.sayAudio(testClip()), session.sayAudio(testClip())]);
      if (!(await heard)) throw new Error('the clips were not heard');
      await session.interrupt();
      const goesOn = !(await viewer.untilSilent(SILENCE_MS, SILENCE_MS + 400));
      this.#report.advice.push(
        goesOn
          ? 'An interrupt stops the clip that is heard, and not those behind it: this backend hands over one at a time and interrupts again, which needs no setting. Do the same where you call the service yourself.'
          : 'An interrupt stops all that is queued.',
      );
      return [undefined, goesOn ? 'stops the clip that is heard; the next one is played' : 'stops all that is queued'];
    });
  }

  #adviseOnSpeech(takesText: boolean, takesClips: boolean): void {
    const { advice } = this.#report;
    if (takesText) advice.push('Texts are spoken by the service: no voice of your own is needed.');
    else if (takesClips)
      advice.push('Texts are not spoken here: give the backend a voice (textToSpeech), or the avatar is mute.');
    else advice.push('Nothing can be said here: ask Kaltura whether the account has the avatar service.');
  }

  #adviseOnFace(avatar: CatalogueAvatar | undefined): void {
    const image = avatar?.imageUrl;
    if (image !== undefined) this.#report.advice.push(`Content-Security-Policy: img-src ${new URL(image).origin}`);
  }

  /** @returns What `step` gives; undefined where it fails, which is told. */
  async #try<Result>(what: string, step: () => Promise<readonly [Result, string]>): Promise<Result | undefined> {
    const began = Date.now();
    try {
      const [result, detail] = await step();
      this.#add({ what, result: 'yes', detail, ms: Date.now() - began });
      return result;
    } catch (error) {
      this.#add({ what, result: 'no', detail: failureReason(error), ms: Date.now() - began });
      return undefined;
    }
  }

  #add(row: CheckRow): void {
    this.#report.rows.push(row);
    this.#deployment.onRow(row);
  }
}

function wayTo({ whepUrl, turn }: ClientInit): string {
  return `media at ${new URL(whepUrl).host}, ${turn ? 'with' : 'without'} a TURN server`;
}
