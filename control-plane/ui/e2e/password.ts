/** The password that the first test sets and later ones use. */
export const password = process.env.WAYSTATION_PASSWORD ?? 'a calm afternoon in Chengdu';
