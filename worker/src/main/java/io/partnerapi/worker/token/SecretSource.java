package io.partnerapi.worker.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Gives the client secret as it is now; a file is read each time, so a changed one is noticed. May block. */
final class SecretSource {

    static final int LONGEST_SECRET = 8_192;

    private static final String ADVICE = "Put the client secret, and nothing else, into that file";

    private final String key;
    private final ClientSecret secret;

    SecretSource(TokenSettings settings) {
        this.key = settings.key();
        this.secret = settings.secret();
    }

    SecretReading read() {
        return secret.fold(inline -> new SecretReading.Read(Credentials.of(key, inline.value())), this::read);
    }

    private SecretReading read(ClientSecret.FromFile file) {
        Path path = file.path();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST_SECRET + 1);
            if (bytes.length > LONGEST_SECRET) {
                return unreadable(path, "is longer than " + LONGEST_SECRET + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
            return text.isEmpty() ? unreadable(path, "is empty") : new SecretReading.Read(Credentials.of(key, text));
        } catch (NoSuchFileException e) {
            return unreadable(path, "does not exist");
        } catch (AccessDeniedException e) {
            return unreadable(path, "may not be read by this user");
        } catch (CharacterCodingException e) {
            return unreadable(path, "is not UTF-8 text");
        } catch (IOException e) {
            return unreadable(path, "cannot be read: " + e.getMessage());
        }
    }

    private static SecretReading unreadable(Path path, String problem) {
        return new SecretReading.Unreadable("partner.client-secret-file " + path + " " + problem, ADVICE);
    }
}
