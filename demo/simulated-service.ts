import { AvatarControl, createKsSource, type AvatarBackendOptions } from 'kaltura-avatar/server';
import { createLocalVoice, startSimulator, type ProfileName, type Simulator } from 'kaltura-avatar/simulator';

const KS = 'simulated-ks';

/** The simulator's account: as with a real one, a KS is minted with its secret. */
const PARTNER = { id: 1001, adminSecret: 'the-simulated-secret' };

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

/** Most simulated services make a voice of any id. */
const MADE_UP_VOICES = ['Yara', 'Rosa', 'Milo', 'Otis'].map(named);

/** @param profile Which service the simulator is like. */
export async function startSimulatedService(profile: ProfileName): Promise<SimulatedService> {
  const simulator = await startSimulator({ profile, ks: [KS], partner: PARTNER });
  const isLive = profile === 'live';
  const ks = isLive
    ? createKsSource({ partnerId: PARTNER.id, adminSecret: PARTNER.adminSecret, ovpUrl: simulator.url })
    : KS;
  const catalogue = await catalogueOf(simulator);
  const choices = isLive ? catalogue : { ...catalogue, voices: MADE_UP_VOICES };
  // Texts are answered with 503 there: a voice of this machine says them, sentence by sentence.
  const voice = isLive ? createLocalVoice() : undefined;
  const avatarId = choices.avatars[0]?.id;
  return {
    simulator,
    backend: {
      ks,
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
