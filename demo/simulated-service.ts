import type { AvatarBackendOptions } from 'kaltura-avatar/server';
import { createLocalVoice, startSimulator, type ProfileName, type Simulator } from 'kaltura-avatar/simulator';

const KS = 'simulated-ks';

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

interface CatalogueItem {
  itemId: string;
  attributes: { visual?: { name: string }; voice?: { name: string } };
}

async function catalogueOf(simulator: Simulator): Promise<Choices> {
  const list = async (type: 'Visual' | 'Voice'): Promise<Choice[]> => {
    const response = await fetch(`${simulator.url}/v1/catalog-item/list`, {
      method: 'POST',
      headers: { Authorization: `KS ${KS}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ filter: { typeEqual: type }, pager: { offset: 0, limit: 6 } }),
    });
    const { objects } = (await response.json()) as { objects: CatalogueItem[] };
    return objects.map(({ itemId, attributes: { visual, voice } }) => ({
      id: itemId,
      name: (visual ?? voice)?.name ?? itemId,
    }));
  };
  const [avatars, voices] = await Promise.all([list('Visual'), list('Voice')]);
  return { avatars, voices };
}
