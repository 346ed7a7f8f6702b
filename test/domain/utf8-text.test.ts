/** Bytes that are text, and bytes that are another text than they seem. */
import { it as check, fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../shared/contract/utf8-text.ts';

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.startsWith('\0') && !/^.\0/.test(text));

describe('bytes', () => {
  check.prop([wellFormed])('of a text in UTF-8 are that text, with a mark or without', (text) => {
    expect(decodeUtf8(Buffer.from(text))).toEqual({ text: text.replace(/^\uFEFF/, '') });
    expect(decodeUtf8(Buffer.from(`\uFEFF${text}`))).toEqual({ text });
  });

  check.prop([wellFormed, fc.integer({ min: 0x80, max: 0xff }), wellFormed])(
    'that are no letter of UTF-8 are named by their place, and never replaced',
    (before, byte, after) => {
      const bytes = Buffer.concat([Buffer.from(`x${before}`), Buffer.from([byte]), Buffer.from(`x${after}`)]);
      expect(decodeUtf8(bytes)).toEqual({ fault: expect.stringMatching(/is not in UTF-8, first at byte \d+$/) });
    },
  );

  it.each([
    ['Grüße', 'latin1', 'is not in UTF-8, first at byte 2'],
    ['{"a":1}', 'utf16le', 'is in UTF-16'],
    ['\uFEFFGrüße', 'utf16le', 'is in UTF-16'],
  ] as const)('%s in %s: %s', (text, encoding, fault) => {
    expect(decodeUtf8(Buffer.from(text, encoding))).toEqual({ fault });
  });

  it('in UTF-16 of the other order are named too', () => {
    expect(decodeUtf8(Buffer.from('\uFEFFGrüße', 'utf16le').swap16())).toEqual({ fault: 'is in UTF-16' });
    expect(decodeUtf8(Buffer.from('{"a":1}', 'utf16le').swap16())).toEqual({ fault: 'is in UTF-16' });
  });

  it('that are none are an empty text', () => {
    expect(decodeUtf8(new Uint8Array())).toEqual({ text: '' });
  });
});
