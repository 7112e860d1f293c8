package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts a mark where the partner repeats a token of ours: as it is, percent-encoded, with the slashes of JSON escaped, or
 * anywhere in what is Base64. Immutable.
 *
 * <p>A token is long, and each spelling is searched for by its last byte: most of a text is skipped (Boyer, Moore, Horspool).
 */
final class TokenMask {
    static final String MARK = "[token withheld]";
    /** What is shorter is a word of its own in many a text, and no token. */
    static final int SHORTEST = 8;

    private static final byte[] MARK_BYTES = MARK.getBytes(UTF_8);
    private static final TokenMask NONE = new TokenMask("", List.of());

    private final String token;
    private final List<Spelling> spellings;

    private TokenMask(String token, List<Spelling> spellings) {
        this.token = token;
        this.spellings = spellings;
    }

    static TokenMask none() {
        return NONE;
    }

    /** For this token and the one before it, which may be repeated still: by a cache, or in the answer to a slow call. */
    TokenMask next(String newer) {
        if (newer.equals(token)) {
            return this;
        }
        List<Spelling> both = new ArrayList<>();
        for (String each : List.of(newer, token)) {
            spell(each).stream().map(Spelling::new).forEach(both::add);
        }
        return new TokenMask(newer, both);
    }

    /** The same text where no token is in it. */
    byte[] apply(byte[] text) {
        byte[] masked = text;
        for (Spelling spelling : spellings) {
            masked = spelling.apply(masked);
        }
        return masked;
    }

    String apply(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] masked = apply(bytes);
        return masked == bytes ? text : new String(masked, UTF_8);
    }

    private static Set<String> spell(String token) {
        if (token.length() < SHORTEST) {
            return Set.of();
        }
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(token);
        spellings.add(token.replace("/", "\\/"));
        String percent = URLEncoder.encode(token, UTF_8);
        spellings.add(percent);
        spellings.add(lowerCaseHex(percent));
        for (int before = 0; before < 3; before++) {
            spellings.add(base64(Base64.getEncoder(), token, before));
            spellings.add(base64(Base64.getUrlEncoder(), token, before));
        }
        return spellings;
    }

    private static String lowerCaseHex(String percentEncoded) {
        StringBuilder lower = new StringBuilder(percentEncoded);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
            lower.replace(at, at + 3, lower.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /** The characters that stand for nothing but the token when so many bytes come before it, and any after it. */
    private static String base64(Base64.Encoder encoder, String token, int before) {
        byte[] bytes = token.getBytes(UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        return encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    /** One way to write a token. */
    private static final class Spelling {
        private final byte[] bytes;
        /** By the byte that stands where the last one should: how far on the next place is. */
        private final int[] skip = new int[256];

        Spelling(String spelling) {
            bytes = spelling.getBytes(UTF_8);
            Arrays.fill(skip, bytes.length);
            for (int i = 0; i < bytes.length - 1; i++) {
                skip[bytes[i] & 0xff] = bytes.length - 1 - i;
            }
        }

        byte[] apply(byte[] text) {
            int at = find(text, 0);
            if (at < 0) {
                return text;
            }
            ByteArrayOutputStream masked = new ByteArrayOutputStream(text.length);
            int from = 0;
            for (; at >= 0; at = find(text, from)) {
                masked.write(text, from, at - from);
                masked.writeBytes(MARK_BYTES);
                from = at + bytes.length;
            }
            masked.write(text, from, text.length - from);
            return masked.toByteArray();
        }

        private int find(byte[] text, int from) {
            int last = bytes.length - 1;
            for (int at = from; at + last < text.length; at += skip[text[at + last] & 0xff]) {
                if (Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length)) {
                    return at;
                }
            }
            return -1;
        }
    }
}
