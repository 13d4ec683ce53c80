import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { WavRecording } from '../../src/element/extensions/voice/wav-recording.js';
import { ensureProgram } from './debian-program.mjs';

const run = promisify(execFile);

/** So often it is asked whether it has started, ten times a second. */
const TRIES = 100;

/** How a room gives back what comes out of the speaker. */
export interface Room {
  /** How long its sound takes to the microphone, in milliseconds. Default 30. */
  delayMs?: number;
  /** How loud it is there, in per cent of the volume. Default 60. */
  echoPercent?: number;
}

/** A sound server of the test's own: a speaker, a microphone, and a room in which the one is heard by the other. */
export interface PulseAudio {
  /** For a browser that has this speaker and this microphone. */
  env: Record<string, string>;
  /** Somebody in the room makes a sound, of 16 kHz. Resolves once it is over. */
  play(sound: Float32Array): Promise<void>;
  close(): Promise<void>;
}

/** Installs PulseAudio where it is missing, as Debian has it. @throws {Error} It cannot be had. */
export async function startPulseAudio({ delayMs = 30, echoPercent = 60 }: Room = {}): Promise<PulseAudio> {
  const program = ensureProgram({ program: 'pulseaudio', variable: 'PULSEAUDIO_PATH', debianPackage: 'pulseaudio' });
  const tool = (name: string): string =>
    ensureProgram({ program: name, variable: `${name.toUpperCase()}_PATH`, debianPackage: 'pulseaudio-utils' });
  const [pactl, paplay] = [tool('pactl'), tool('paplay')];
  const folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-pulse-'));
  const server = `unix:${join(folder, 'native')}`;
  const env = { PULSE_SERVER: server, PULSE_SINK: 'speaker', PULSE_SOURCE: 'microphone' };
  const volume = Math.round((echoPercent / 100) * 0x10000);
  const modules = [
    `module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'native')}`,
    'module-null-sink sink_name=speaker rate=48000 channels=2',
    'module-null-sink sink_name=room rate=48000 channels=2',
    `module-loopback source=speaker.monitor sink=room latency_msec=${delayMs}`,
    'module-remap-source source_name=microphone master=room.monitor channels=1',
  ];
  const child = spawn(
    program,
    ['-n', '--exit-idle-time=-1', '--daemonize=no', '--use-pid-file=no', ...modules.map((one) => `--load=${one}`)],
    {
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder },
      stdio: 'ignore',
    },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const ask = (...args: string[]): Promise<string> =>
    run(pactl, args, { env: { ...process.env, ...env } }).then(
      ({ stdout }) => stdout,
      () => '',
    );
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (let tries = 0; !/\bmicrophone\b/.test(await ask('list', 'short', 'sources')); tries++) {
      if (tries === TRIES || child.exitCode !== null) throw new Error('It has no microphone.');
      await sleep(100);
    }
    const [echo = ''] = (await ask('list', 'short', 'sink-inputs')).split('\t');
    await ask('set-sink-input-volume', echo, String(volume));
  } catch (cause) {
    await close();
    throw new Error('PulseAudio did not start.', { cause });
  }
  return {
    env,
    async play(sound) {
      const { audio } = await new WavRecording([sound]).stop();
      const file = join(folder, 'spoken.wav');
      await writeFile(file, Buffer.from(await audio.arrayBuffer()));
      await run(paplay, ['--device=room', file], { env: { ...process.env, ...env } });
    },
    close,
  };
}
