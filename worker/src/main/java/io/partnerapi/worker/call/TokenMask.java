package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a mark where the partner repeats a token of ours: as it is, with any of its signs escaped as URLs, JSON and HTML do,
 * or anywhere in what is Base64. Immutable.
 *
 * <p>Nobody escapes letters, digits and {@code -._} (RFC 3986, 2.3), of which most tokens consist. So the longest run of them is
 * searched for first, by its last byte, which skips most of a text (Boyer, Moore, Horspool); only where it is found is
 * there more to do.
 */
final class TokenMask {
    static final String MARK = "[token withheld]";
    /** What is shorter is a word of its own in many a text, and no token. */
    static final int SHORTEST = 8;

    private static final Pattern SIGN = Pattern.compile("[^A-Za-z0-9._-]");
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
        for (int before = 0; before < 3; before++) {
            spellings.add(base64(Base64.getEncoder(), token, before));
            spellings.add(base64(Base64.getUrlEncoder(), token, before));
        }
        return spellings;
    }

    /** The characters that stand for nothing but the token when so many bytes come before it, and any after it. */
    private static String base64(Base64.Encoder encoder, String token, int before) {
        byte[] bytes = token.getBytes(UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        return encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    /** One way to write a token, with its signs escaped or not. */
    private static final class Spelling {
        private final byte[] run;
        /** By the byte that stands where the run's last one should: how far on the next place is. */
        private final int[] skip = new int[256];

        private final Pattern escaped;

        Spelling(String spelling) {
            run = longestRun(spelling).getBytes(ISO_8859_1);
            Arrays.fill(skip, run.length);
            for (int i = 0; i < run.length - 1; i++) {
                skip[run[i] & 0xff] = run.length - 1 - i;
            }
            escaped = Pattern.compile(spelling.chars()
                    .mapToObj(Character::toString)
                    .map(c -> SIGN.matcher(c).matches() ? escaped(c.charAt(0)) : Pattern.quote(c))
                    .collect(Collectors.joining()));
        }

        byte[] apply(byte[] text) {
            if (!holdsRun(text)) {
                return text;
            }
            Matcher found = escaped.matcher(new String(text, ISO_8859_1));
            return found.find() ? found.replaceAll(MARK).getBytes(ISO_8859_1) : text;
        }

        private boolean holdsRun(byte[] text) {
            int last = run.length - 1;
            int at = 0;
            while (at + last < text.length) {
                if (Arrays.equals(text, at, at + run.length, run, 0, run.length)) {
                    return true;
                }
                at += skip[text[at + last] & 0xff];
            }
            return false;
        }

        private static String longestRun(String spelling) {
            return Stream.of(SIGN.split(spelling))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
        }

        /** The sign, behind backslashes or not, or its number: of URLs, of JSON, of HTML. */
        private static String escaped(char sign) {
            return "(?:\\\\*(?:\\x%1$02x|u00(?i:%1$02x))|%%(?:25)?(?i:%1$02x)|&#(?:0*%1$d|[xX]0*(?i:%1$x));)"
                    .formatted((int) sign);
        }
    }
}
