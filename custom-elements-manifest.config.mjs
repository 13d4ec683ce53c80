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
    'src/element/events/*-event.ts',
  ],
  outdir: 'dist',
  // Its path stands in package.json already.
  packagejson: false,
  plugins: [publicMembersOnly, pathsOfTheBuild],
};
