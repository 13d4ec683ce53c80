/** What the catalogue says of an avatar. */
export interface Visual {
  /** 24 hexadecimal digits; create takes it as `visualConfig.id`. */
  itemId: string;
  name: string;
  genderPresentation: 'Female' | 'Male';
  ageGroup: 'Young Adult' | 'Adult' | 'Senior';
}

/** What the catalogue says of a voice. */
export interface CatalogueVoice {
  /** create takes it as `voiceConfig.id`. */
  itemId: string;
  name: string;
  description: string;
  language: string;
}

const visual = (
  itemId: string,
  name: string,
  genderPresentation: Visual['genderPresentation'],
  ageGroup: Visual['ageGroup'] = 'Adult',
): Visual => ({ itemId, name, genderPresentation, ageGroup });

/** One for each of the characters that the simulator draws. */
export const VISUALS: readonly Visual[] = [
  visual('5ef4233d6d84715f123115e2', 'Maya', 'Female'),
  visual('99a149fd37d8839e12dab230', 'Clara', 'Female', 'Young Adult'),
  visual('1e9ae37dfa456d8aab853593', 'Yara', 'Female', 'Young Adult'),
  visual('111c99465a582379ec6c39a9', 'Helen', 'Female'),
  visual('b569ccbd236ccf0ff7ff20d4', 'Amara', 'Female', 'Young Adult'),
  visual('da49053f7fc6c276ec9fa1b8', 'Leila', 'Female'),
  visual('b1aee42b0cb64e4df61c9b11', 'June', 'Female', 'Young Adult'),
  visual('2791e5a338ce4232bfdc042d', 'Daniel', 'Male'),
  visual('afbfbe4e770a2a2458eba135', 'Oscar', 'Male'),
  visual('bba03d5c773913f5dad22266', 'Mateo', 'Male', 'Young Adult'),
  visual('af071ba4e5567f757e833001', 'Victor', 'Male'),
  visual('86da46f8aadd31866afad0c3', 'Samuel', 'Male', 'Senior'),
  visual('d1ba3a7792f542848c0180ec', 'Jonas', 'Male', 'Young Adult'),
];

export const VOICES: readonly CatalogueVoice[] = [
  { itemId: 'slt', name: 'Grace', description: 'Clear and friendly, American', language: 'en-US' },
  { itemId: 'awb', name: 'Angus', description: 'Warm, Scottish', language: 'en-GB' },
  { itemId: 'rms', name: 'Robert', description: 'Calm and deep, American', language: 'en-US' },
];
