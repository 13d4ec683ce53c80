// The style sheet has no names to import: for TypeScript, which asks for a module's types also where it is imported for its effect.
export {};
