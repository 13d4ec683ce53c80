import type { Catalogue, CatalogueAvatar, CatalogueVoice } from '../kaltura/catalogue.js';
import { formatTable, printable } from './text-table.js';

/** What the command can list. */
export const CATALOGUE_LISTS = ['avatars', 'voices'] as const;

export type CatalogueList = (typeof CATALOGUE_LISTS)[number];

const COLUMNS = {
  avatars: ['id', 'name', 'genderPresentation', 'ageGroup'],
  voices: ['id', 'name', 'language', 'description'],
} as const satisfies {
  avatars: readonly (keyof CatalogueAvatar)[];
  voices: readonly (keyof CatalogueVoice)[];
};

/**
 * The account's avatars or voices, as a table for people or, with `asJson`, all that is known of them.
 * @throws {AvatarError} As the catalogue does.
 */
export async function listCatalogue(catalogue: Catalogue, list: CatalogueList, asJson: boolean): Promise<string> {
  const items = await catalogue[list]();
  if (asJson) return `${JSON.stringify(items, undefined, 2)}\n`;
  const columns = COLUMNS[list];
  const rows = items.map((item) => {
    const facts: Partial<Record<string, string>> = { ...item };
    return columns.map((column) => printable(facts[column]));
  });
  return `${formatTable([columns, ...rows])}\n`;
}
