package io.partnerapi.sandbox.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate authority for tests and laptops (ECDSA P-256), either in memory only or kept in a folder as
 * {@code ca.pem} and {@code ca-key.pem}, so that a server started again in that folder is still trusted.
 */
public final class TestAuthority {
    private static final Duration LIFETIME = Duration.ofDays(825);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Instant now;

    private TestAuthority(X509Certificate certificate, PrivateKey key, Instant now) {
        this.certificate = certificate;
        this.key = key;
        this.now = now;
    }

    /** A new authority whose key exists in memory only; two of them never trust each other. */
    public static TestAuthority inMemory(String commonName, Clock clock) {
        Instant now = clock.instant();
        KeyPair pair = newKeyPair();
        X500Name name = new X500Name("CN=" + commonName);
        JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestAuthority(sign(builder, pair.getPrivate()), pair.getPrivate(), now);
    }

    /** The authority kept in {@code folder}; on first use it is made and written there, its key readable by the owner only. */
    public static TestAuthority in(Path folder, Clock clock) {
        Path certificateFile = caFile(folder);
        Path keyFile = folder.resolve("ca-key.pem");
        try {
            if (Files.exists(certificateFile) && Files.exists(keyFile)) {
                return read(certificateFile, keyFile, clock.instant());
            }
            Files.createDirectories(folder);
            TestAuthority authority = inMemory("Partner sandbox test authority", clock);
            writePrivate(keyFile, pem("PRIVATE KEY", authority.key.getEncoded()));
            Files.writeString(certificateFile, authority.certificatePem());
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the test authority in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Where {@link #in} keeps the certificate that clients must trust. */
    public static Path caFile(Path folder) {
        return folder.resolve("ca.pem");
    }

    /** The authority's own certificate, to be trusted by clients. */
    public String certificatePem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** A server certificate signed by this authority, valid for these DNS names and IP addresses, with a new key. */
    public CertificateAndKey serverCertificate(List<String> dnsNames, List<String> addresses) {
        KeyPair pair = newKeyPair();
        X500Name issuer = new X500Name(certificate.getSubjectX500Principal().getName());
        JcaX509v3CertificateBuilder builder =
                builder(issuer, new X500Name("CN=" + dnsNames.get(0)), pair.getPublic(), now);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names(dnsNames, addresses));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
        String chain = pem("CERTIFICATE", encoded(sign(builder, key))) + certificatePem();
        return new CertificateAndKey(chain, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static GeneralNames names(List<String> dnsNames, List<String> addresses) {
        return new GeneralNames(Stream.concat(
                        dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new));
    }

    private static TestAuthority read(Path certificateFile, Path keyFile, Instant now) throws IOException {
        X509CertificateHolder holder = firstObject(certificateFile, X509CertificateHolder.class);
        PrivateKeyInfo keyInfo = firstObject(keyFile, PrivateKeyInfo.class);
        try {
            return new TestAuthority(
                    new JcaX509CertificateConverter().getCertificate(holder),
                    new JcaPEMKeyConverter().getPrivateKey(keyInfo),
                    now);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificateFile + " holds no usable certificate", e);
        }
    }

    private static <T> T firstObject(Path file, Class<T> type) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            Object object = parser.readObject();
            if (!type.isInstance(object)) {
                throw new IOException(file + " is not the PEM file written here; delete it to have it made again");
            }
            return type.cast(object);
        }
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, text.getBytes(UTF_8));
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey publicKey, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFETIME)),
                subject,
                publicKey);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey signer) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot sign with ECDSA", e);
        }
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no curve secp256r1", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate just made cannot be encoded", e);
        }
    }

    private static String pem(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
