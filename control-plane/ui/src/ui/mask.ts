/** Leaves of a number only its ends, enough to tell two of them apart. */
export function masked(text: string): string {
  const characters = [...text];
  if (characters.length <= 4) return '•'.repeat(characters.length);
  const [head, tail] = characters.length >= 12 ? [4, 4] : [2, 2];
  return characters.slice(0, head).join('') + '•'.repeat(characters.length - head - tail) + characters.slice(-tail).join('');
}
