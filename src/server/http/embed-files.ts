import { nodeModule } from '../node-modules.js';

/** A file for browsers that the package has in `dist/cdn`. */
export interface PackageFile {
  content: Uint8Array<ArrayBuffer>;
  /** As of an ETag. */
  version: string;
}

/** The parts of Node that are needed. */
interface NodeFs {
  existsSync(path: URL): boolean;
  promises: {
    readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
    stat(path: URL): Promise<{ mtimeMs: number; size: number }>;
  };
}

/** Where the files are; undefined in runtimes without files, and where this code was bundled away from them. */
export function findPackageFiles(): { read: (name: string) => Promise<PackageFile | undefined> } | undefined {
  const fs = nodeModule('node:fs') as NodeFs | undefined;
  const folder = folderOfFiles();
  if (!fs || !folder || !fs.existsSync(new URL('kaltura-avatar.js', folder))) return undefined;
  return {
    read: async (name) => {
      const path = new URL(name, folder);
      if (!fs.existsSync(path)) return undefined;
      const [content, { mtimeMs, size }] = await Promise.all([fs.promises.readFile(path), fs.promises.stat(path)]);
      return { content, version: `${Math.round(mtimeMs).toString(36)}-${size.toString(36)}` };
    },
  };
}

/** From the package's sources and from its build alike. */
function folderOfFiles(): URL | undefined {
  try {
    const folder = new URL('../../../dist/cdn/', import.meta.url);
    return folder.protocol === 'file:' ? folder : undefined;
  } catch {
    return undefined; // A bundler has left no address.
  }
}
