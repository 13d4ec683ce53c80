/**
 * A module of Node's own; undefined in other runtimes, also in those that have one of that name, whose own ways are better
 * there. Asked for by name, for bundlers for the edge would look for a module that is imported.
 */
export function nodeModule(name: string): unknown {
  const { process, navigator } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
    navigator?: { userAgent?: string };
  };
  const agent = navigator?.userAgent;
  if (agent !== undefined && !agent.startsWith('Node.js/')) return undefined;
  return process?.getBuiltinModule?.(name);
}
