/** What the fields of a task may hold, as the server judges them; each rule answers what is wrong, or nothing. */
import { t } from '@/app/i18n';

/** Mistakes by the name of the field on the wire, such as `passengers[1].idNo`. */
export type Faults = Record<string, string>;

const rule = (pattern: RegExp, wrong: () => string) => (typed: string): string | null => (pattern.test(typed) ? null : wrong());

export const locatorFault = rule(/^[A-Z0-9]{5,6}$/, () => t('dispatch.send.bad.locator'));
export const officeFault = rule(/^[A-Z]{3}\d{3}$/, () => t('dispatch.send.bad.office'));
export const flightFault = rule(/^[A-Z0-9]{2}\d{1,4}[A-Z]?$/, () => t('dispatch.send.bad.flight'));
export const cabinFault = rule(/^[A-Z]$/, () => t('dispatch.send.bad.cabin'));
export const mobileFault = rule(/^1\d{10}$/, () => t('dispatch.send.bad.mobile'));
export const phoneFault = rule(/^(?=.*\d)[\d-]{5,20}$/, () => t('dispatch.send.bad.phone'));
export const fareBasisFault = rule(/^[A-Z0-9+/]{1,30}$/, () => t('dispatch.send.bad.fare_basis'));
export const groupNameFault = rule(/^[A-Z]{2,20}$/, () => t('dispatch.send.bad.group_name'));
export const countryFault = rule(/^[A-Z]{2}$/, () => t('dispatch.send.bad.country'));
export const idNumberFault = rule(/^[A-Z0-9]{2,25}$/, () => t('dispatch.send.bad.id_number'));
export const identityCardFault = rule(/^\d{17}[\dX]$/, () => t('dispatch.send.bad.identity_card'));

let hanzi: Set<string> | null = null;

/** The Han characters a terminal can type: those of GB 2312, 6 763 of them. */
function terminalHanzi(): Set<string> {
  if (hanzi) return hanzi;
  const bytes = [];
  for (let row = 0xb0; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  const characters = new TextDecoder('gb18030').decode(new Uint8Array(bytes));
  hanzi = new Set([...characters].filter((character) => /\p{Script=Han}/u.test(character)));
  return hanzi;
}

const latinName = /^[A-Z]{2,}(?: [A-Z]+)*\/[A-Z]+(?: [A-Z]+)*$/;

export const isLatinName = (name: string): boolean => name.length <= 55 && latinName.test(name);

/** A name is Chinese (`林青禾`, also `欧阳A`) or Latin with a slash (`ZHU/QI`). */
export function nameFault(name: string): string | null {
  if (name === '') return t('common.required');
  if (isLatinName(name)) return null;
  const characters = [...name];
  const strange = characters.find((character) => /\p{Script=Han}/u.test(character) && !terminalHanzi().has(character));
  if (strange) return t('dispatch.send.bad.character', { character: strange });
  const chinese = characters.every((character) => terminalHanzi().has(character) || /[A-Z]/.test(character)) && terminalHanzi().has(characters[0] ?? '');
  return chinese && characters.length >= 2 && characters.length <= 14 ? null : t('dispatch.send.bad.name');
}

export const latinNameFault = (name: string): string | null => (isLatinName(name) ? null : t('dispatch.send.bad.latin_name'));

/** What a person typed, as the host wants it. */
export const tidy = (typed: string): string => typed.trim().replace(/\s+/g, ' ').toUpperCase();

/** Leaves out what is right. */
export function onlyFaults(judged: Record<string, string | null>): Faults {
  return Object.fromEntries(Object.entries(judged).filter((entry): entry is [string, string] => entry[1] !== null));
}
