package io.partnerapi.schemas;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a path may be: one or more segments, each after a slash, that every server and proxy on the way reads alike.
 * So what one of them might decode, fold or strip into another path is refused: empty and dot segments, path parameters,
 * and encoded slashes, backslashes, dots, semicolons, percent signs and control characters.
 */
final class PathRule {
    private static final String LITERALS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@";
    private static final String NEVER_ENCODED = "/\\.;%";

    private PathRule() {}

    /** Rejects a path that breaks the rule. */
    static void check(String path) {
        if (path.length() > Limits.MAX_PATH_LENGTH) {
            throw Violation.of("is longer than " + Limits.MAX_PATH_LENGTH + " characters");
        }
        if (!path.startsWith("/")) {
            throw Violation.of("must start with a slash and name no host");
        }
        for (String segment : segments(path)) {
            if (segment.isEmpty()) {
                throw Violation.of("has an empty segment (two slashes, or one at the end)");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw Violation.of("has a dot segment");
            }
            checkSegment(segment);
        }
    }

    /** The text between the slashes, as it stands. */
    static List<String> segments(String path) {
        List<String> parts = Arrays.asList(path.split("/", -1));
        return parts.subList(1, parts.size());
    }

    /** The segment with its escapes replaced by what they mean; unchanged when an escape is broken. */
    static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) != '%') {
                bytes.writeBytes(segment.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            } else if (isEscape(segment, i)) {
                bytes.write(Integer.parseInt(segment, i + 1, i + 3, 16));
                i += 2;
            } else {
                return segment;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return segment;
        }
    }

    private static void checkSegment(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                checkEscape(segment, i);
                i += 2;
            } else if (c == '?' || c == '#') {
                throw Violation.of("has a " + c + "; parameters belong into query");
            } else if (LITERALS.indexOf(c) < 0) {
                throw Violation.of(String.format(
                        Locale.ROOT, "has the character U+%04X, which a path cannot hold unencoded", (int) c));
            }
        }
        if (segment.indexOf('%') >= 0 && decoded(segment).equals(segment)) {
            throw Violation.of("has percent escapes that are not UTF-8");
        }
        if (decoded(segment).chars().anyMatch(Character::isISOControl)) {
            throw Violation.of("has an encoded control character");
        }
    }

    private static void checkEscape(String segment, int at) {
        if (!isEscape(segment, at)) {
            throw Violation.of("has a percent sign without two hexadecimal digits after it");
        }
        if (NEVER_ENCODED.indexOf(Integer.parseInt(segment, at + 1, at + 3, 16)) >= 0) {
            throw Violation.of("has an encoded slash, backslash, dot, semicolon or percent sign");
        }
    }

    private static boolean isEscape(String segment, int at) {
        return at + 2 < segment.length() && isHex(segment.charAt(at + 1)) && isHex(segment.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
