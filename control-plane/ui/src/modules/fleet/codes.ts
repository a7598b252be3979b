/** Business codes as a person types them: one per line, or with commas of either kind. */
export function readCodes(text: string): string[] {
  const codes = text.split(/[\s,，;；、]+/).filter((code) => code !== '');
  return [...new Set(codes)];
}
