// A minimal PNG writer for the pictures of the stand-in server: 8-bit grey, no filter.
import { crc32, deflateSync } from 'node:zlib';

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** `rows` are strings in which `#` is ink. */
export function png(rows) {
  const width = rows[0].length;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header[8] = 8;
  const pixels = Buffer.concat(rows.map((row) => Buffer.from([0, ...[...row].map((cell) => (cell === '#' ? 0 : 255))])));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pictures of characters an agent might meet for the first time. */
export const glyphRows = {
  喆: [
    '................', '...#......#.....', '.#####..#####...', '...#......#.....', '..###....###....', '................', '.#####..#####...', '.#...#..#...#...',
    '.#...#..#...#...', '.#####..#####...', '................', '................', '................', '................', '................', '................',
  ],
  凹: [
    '................', '................', '.#####....#####.', '.#...#....#...#.', '.#...#....#...#.', '.#...#....#...#.', '.#...######...#.', '.#............#.',
    '.#............#.', '.#............#.', '.#............#.', '.#............#.', '.##############.', '................', '................', '................',
  ],
  囧: [
    '................', '.##############.', '.#............#.', '.#...##..##...#.', '.#..##....##..#.', '.#.##......##.#.', '.#............#.', '.#...######...#.',
    '.#...#....#...#.', '.#...#....#...#.', '.#...######...#.', '.#............#.', '.##############.', '................', '................', '................',
  ],
};
