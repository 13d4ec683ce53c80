import type { OfferedAction } from '../../speech/page-word.js';

/** Tools as the AI SDK has them: made here, and looked at by `streamText` alone. */
export type AiTools = Record<string, never>;

/** By which the AI SDK knows a schema that is not one of a library's, in its versions 5 to 7. */
const SCHEMA = Symbol.for('vercel.ai.schema');

/** What the page offers is told apart from the operator's own tools by this, whatever the page calls it. */
const PREFIX = 'page_';

/** Without an `execute`, so that the SDK hands on what is called. */
export function toolsOf(actions: readonly OfferedAction[]): AiTools {
  const tools = actions.map(({ name, description, parameters }) => {
    // The page looks at what it is given itself.
    const inputSchema = { [SCHEMA]: true, _type: undefined, jsonSchema: parameters, validate: undefined };
    return [PREFIX + name, { description: `${description} (The page says so.)`, inputSchema }];
  });
  return Object.fromEntries(tools) as AiTools;
}

/** Which of the page's actions a model calls by the name of a tool. */
export function actionOfTool(toolName: unknown, actions: readonly OfferedAction[]): string | undefined {
  return actions.find(({ name }) => toolName === PREFIX + name)?.name;
}
