/** The server's notes on a terminal in the words of the page. */
import { named, said, t } from '@/app/i18n';

function commandOf(note: string): string | null {
  try {
    const { command } = JSON.parse(note) as { command?: unknown };
    return typeof command === 'string' ? command : null;
  } catch {
    return null;
  }
}

/** A note is a sentence, a sentence with the name of a machine, or a command as it was sent to the terminal. */
export function changeWords(note: string): string {
  const [, host] = /^enrolled on (.+)$/.exec(note) ?? [];
  if (host !== undefined) return t('fleet.change.enrolled', { host });
  const command = commandOf(note);
  return command === null ? said('fleet.change', note) : named('fleet.command', command);
}
