import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EXTENSIONS = 'src/element/extensions';

/** Pages have no use for what only the class, or Lit, calls. */
const publicMembersOnly = {
  name: 'public-members-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const { declarations = [] } of customElementsManifest.modules) {
      for (const declaration of declarations) {
        declaration.members = declaration.members?.filter(
          (member) => member.privacy !== 'private' && member.privacy !== 'protected' && !member.static,
        );
      }
    }
  },
};

/** What an extension of the element draws is documented where it is drawn. */
const partsOfExtensions = {
  name: 'parts-of-extensions',
  packageLinkPhase({ customElementsManifest }) {
    const declarations = customElementsManifest.modules.flatMap(({ declarations = [] }) => declarations);
    const element = declarations.find(({ tagName }) => tagName === 'kaltura-avatar');
    if (!element) throw new Error('The manifest has no <kaltura-avatar>');
    for (const file of readdirSync(EXTENSIONS, { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .sort())
      for (const [, tag, name, description] of readFileSync(join(EXTENSIONS, file), 'utf8').matchAll(
        /^ \* @(csspart|slot) ([\w-]+) - (.*)$/gm,
      ))
        (tag === 'slot' ? element.slots : element.cssParts).push({ name, description });
  },
};

/** The package holds the build alone. */
const pathsOfTheBuild = {
  name: 'paths-of-the-build',
  packageLinkPhase({ customElementsManifest }) {
    const toBuild = (path) => path.replace(/^\/?src\/(.*)\.[tj]s$/, 'dist/$1.js');
    const visit = (value) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'path' || key === 'module') && typeof inner === 'string') value[key] = toBuild(inner);
        else visit(inner);
      }
    };
    visit(customElementsManifest);
  },
};

export default {
  globs: [
    'src/define.ts',
    'src/element/kaltura-avatar.ts',
    'src/element/settings/avatar-settings.ts',
    'src/element/settings/conversation-settings.ts',
    'src/element/events/*-event.ts',
  ],
  outdir: 'dist',
  // Its path stands in package.json already.
  packagejson: false,
  plugins: [publicMembersOnly, partsOfExtensions, pathsOfTheBuild],
};
