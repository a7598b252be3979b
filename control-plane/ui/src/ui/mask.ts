/** Leaves of a number only its ends, enough to tell two of them apart; not even its length shows. */
export function masked(text: string): string {
  const characters = [...text];
  if (characters.length <= 4) return '••••';
  const [head, tail] = characters.length >= 12 ? [4, 4] : [2, 2];
  return characters.slice(0, head).join('') + '••••••' + characters.slice(-tail).join('');
}
