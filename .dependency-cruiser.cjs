/** Who may import whom. The layers, from the bottom: core, session, element; server and simulator stand on core alone. */
const allowedFor = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

/**
 * The rooms of a folder, from the ground floor up: each may use what lies below it and what is its own, never what lies above.
 * What is not a room is in the folder itself: `ground` lists what every room may use, all else there stands on top.
 */
const rooms = (folder, { ground, floors }) =>
  floors.map((room, floor) => ({
    name: `no-arrow-climbs-from-${folder.split('/').at(-1)}-${room}`,
    severity: 'error',
    from: { path: `^${folder}/${room}/` },
    to: {
      path: `^${folder}/`,
      pathNot: [
        `^${folder}/(${floors.slice(0, floor + 1).join('|')})/`,
        ...ground.map((file) => `^${folder}/${file}\\.ts$`),
      ],
    },
  }));

const npm = (...names) => `node_modules/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '\\.d\\.ts$' }, to: {} },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nothing-in-src-imports-an-index',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/(index|.+/index)\\.ts$' },
    },
    allowedFor('core-stands-alone', '^src/core/', ['^src/core/']),
    allowedFor('analytics-stand-alone', '^src/analytics/', ['^src/analytics/']),
    allowedFor('session-stands-on-core', '^src/session/', ['^src/(core|session)/', npm('wasm-media-encoders')]),
    allowedFor('element-stands-on-session', '^src/element/', [
      '^src/(core|session|element)/',
      npm('lit', 'eventsource-parser'),
    ]),
    ...rooms('src/element', {
      ground: ['avatar-state'],
      floors: [
        'i18n',
        'events',
        'backend',
        'consent',
        'conversation',
        'settings',
        'launcher',
        'session',
        'views',
        'extensions',
        'controllers',
      ],
    }),
    {
      // For script tags the session is one file, from which the element's get what `session/index` exports and nothing else.
      name: 'what-the-element-loads-of-the-session-is-exported',
      severity: 'error',
      from: { path: '^src/(element|embed)/' },
      to: {
        path: '^src/session/',
        pathNot: '^src/session/(kaltura-avatar-session|session-source)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    allowedFor('react-wraps-the-element', '^src/react/', [
      '^src/(define|element/)',
      npm('react', '@types/react', '@lit/react'),
    ]),
    ...['svelte', 'preact', 'solid'].map((name) =>
      allowedFor(`${name}-types-the-tag`, `^src/${name}/`, [
        '^src/(define|element/)',
        npm('svelte', 'preact', 'solid-js'),
      ]),
    ),
    allowedFor('vue-wraps-the-element', '^src/vue/', ['^src/(define|element/)', npm('vue')]),
    allowedFor('server-stands-on-core', '^src/server/(?!cli|standalone/|http/(?:node-handler|incoming-stream))', [
      '^src/(core|server)/',
      npm(
        'hono',
        '@hono/node-server',
        '@remix-run/multipart-parser',
        'jose',
        '@redis/client',
        'ipaddr.js',
        'eventsource-parser',
        'pino',
        'minisearch',
        'wasm-media-encoders',
      ),
    ]),
    ...rooms('src/server', {
      ground: [
        ...['ask-hook', 'audit', 'background', 'bytes', 'clock', 'complaint', 'drain', 'failure-reason', 'in-time'],
        ...['node-modules', 'quietly'],
        'request-problem',
        'vendor-error',
      ],
      floors: ['telemetry', 'store', 'reports', 'sessions', 'kaltura', 'speech', 'adapters', 'http'],
    }),
    {
      name: 'the-stand-alone-server-runs-in-node',
      severity: 'error',
      from: { path: '^src/server/(cli|standalone/|http/(?:node-handler|incoming-stream))' },
      to: {
        // The voice that needs no account is the simulator's.
        pathNot: ['^src/(core|server)/', '^src/simulator/voice/local-voice\\.ts$', 'node_modules/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'simulator-stands-on-core',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { pathNot: ['^src/(core|simulator)/', 'node_modules/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'demo-uses-the-public-names-only',
      severity: 'error',
      from: { path: '^demo/' },
      to: { path: '^src/', dependencyTypes: ['local'] },
    },
    {
      name: 'src-never-imports-tests-or-the-demo',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(demo|test)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['kaltura-avatar-source', 'import', 'types', 'default'],
    },
  },
};
