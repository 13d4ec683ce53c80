import { AvatarControl, type AvatarBackendOptions } from 'kaltura-avatar/server';
import { createLocalVoice, startSimulator, type ProfileName, type Simulator } from 'kaltura-avatar/simulator';

const KS = 'simulated-ks';

/** Of a catalogue so many are offered. */
const MOST_CHOICES = 6;

/** An avatar, or a voice, that visitors may choose. */
interface Choice {
  id: string;
  name: string;
}

export interface Choices {
  avatars: Choice[];
  voices: Choice[];
}

/** The simulator, with what a backend needs to speak by it. */
export interface SimulatedService {
  simulator: Simulator;
  backend: AvatarBackendOptions;
  choices: Choices;
  /** For the console. */
  description: string;
  close(): Promise<void>;
}

const named = (name: string): Choice => ({ id: name.toLowerCase(), name });

/** Most simulated services make an avatar, and a voice, of any id. */
const MADE_UP: Choices = {
  avatars: ['Yara', 'Hugo', 'Clara', 'Theo', 'Ada', 'Sam'].map(named),
  voices: ['Yara', 'Rosa', 'Milo', 'Otis'].map(named),
};

/** @param profile Which service the simulator is like. */
export async function startSimulatedService(profile: ProfileName): Promise<SimulatedService> {
  const simulator = await startSimulator({ profile, ks: [KS] });
  const isLive = profile === 'live';
  const choices = isLive ? await catalogueOf(simulator) : MADE_UP;
  // Texts are answered with 503 there: a voice of this machine says them, sentence by sentence.
  const voice = isLive ? createLocalVoice() : undefined;
  const avatarId = choices.avatars[0]?.id;
  return {
    simulator,
    backend: {
      ks: KS,
      baseUrl: simulator.baseUrl,
      // Those of an account cost money.
      avatars: 'any',
      voices: 'any',
      ...(avatarId === undefined ? {} : { defaults: { avatarId } }),
      ...(voice ? { textToSpeech: voice.textToSpeech } : {}),
    },
    choices,
    description: isLive
      ? `the simulator at ${simulator.url}, as the live service answers: it speaks by clips of a voice of this machine`
      : `the simulator at ${simulator.url}${profile === 'documented' ? '' : ` (${profile})`}`,
    async close() {
      await simulator.close();
      await voice?.close();
    },
  };
}

async function catalogueOf({ baseUrl }: Simulator): Promise<Choices> {
  const { catalogue } = new AvatarControl({ ks: KS, baseUrl });
  const [avatars, voices] = await Promise.all([catalogue.avatars(), catalogue.voices()]);
  const choices = (items: readonly { id: string; name?: string }[]): Choice[] =>
    items.slice(0, MOST_CHOICES).map(({ id, name = id }) => ({ id, name }));
  return { avatars: choices(avatars), voices: choices(voices) };
}
