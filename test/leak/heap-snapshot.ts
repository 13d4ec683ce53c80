import type { CDPSession } from 'playwright';

/** Bytes and objects by the name of what they are. */
export type Inventory = ReadonlyMap<string, Entry>;

interface Entry {
  count: number;
  bytes: number;
  /** One of the browser's own (an element, a peer connection, a signal), and not of JavaScript. */
  isNative: boolean;
}

/** The parts of the format that are read here. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
  strings: string[];
}

/** What the developer tools keep of each request and message because a test looks on; no page has it otherwise. */
const OF_DEVTOOLS =
  /blink::(NetworkResourcesData|ConsoleMessage|SourceLocation|HeapHashTableBacking<blink::HashTable<blink::String,)/;
const NAME_LENGTH = 90;

/** What a page holds. Collects the garbage first. */
export async function takeInventory(devtools: CDPSession): Promise<Inventory> {
  const chunks: string[] = [];
  const onChunk = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
  return readInventory(JSON.parse(chunks.join('')) as Snapshot);
}

export function nativeBytesOf(inventory: Inventory): number {
  return [...inventory.values()].reduce((sum, { bytes, isNative }) => sum + (isNative ? bytes : 0), 0);
}

/** What there is more of, the most bytes first. */
export function growthOf(before: Inventory, after: Inventory, most: number): string[] {
  return [...after]
    .map(([name, { count, bytes }]) => {
      const old = before.get(name) ?? { count: 0, bytes: 0 };
      return { name, count: count - old.count, bytes: bytes - old.bytes };
    })
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, most)
    .map(({ name, count, bytes }) => `${bytes} bytes, ${count} objects: ${name}`);
}

function readInventory({ snapshot, nodes, strings }: Snapshot): Inventory {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [
    number,
    number,
    number,
  ];
  const inventory = new Map<string, Entry>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const value = (field: number): number => nodes[at + field] ?? 0;
    const label = (strings[value(name)] ?? '').slice(0, NAME_LENGTH);
    if (OF_DEVTOOLS.test(label)) continue;
    const kind = types[0][value(type)] ?? '';
    const key = `${kind} ${label}`;
    const { count, bytes } = inventory.get(key) ?? { count: 0, bytes: 0 };
    inventory.set(key, { count: count + 1, bytes: bytes + value(size), isNative: kind === 'native' });
  }
  return inventory;
}
