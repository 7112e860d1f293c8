package io.partnerapi.worker.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * An OAuth 2.0 server that nobody here wrote, Spring's, over TLS on a port of loopback; it knows one client, and guards one
 * resource with the tokens it issued.
 */
public final class OAuthServer implements AutoCloseable {

    /** What has to be encoded in a form and in a header is in both. */
    public static final String CLIENT_ID = "client:one";

    public static final String SECRET = "s3cret +%&=:/ü";
    static final Duration LIFETIME = Duration.ofMinutes(17);

    private final Tomcat tomcat = new Tomcat();

    /** Starts it; its authority is that of a sandbox partner in the same folder. */
    public OAuthServer(Path folder) throws IOException, LifecycleException {
        tomcat.setBaseDir(Files.createDirectories(folder.resolve("oauth")).toString());
        tomcat.setConnector(connector(folder));
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Server.class);
        Context context = tomcat.addContext("", null);
        // RFC 6749, appendix B; servlets have another default.
        context.setRequestCharacterEncoding("UTF-8");
        Tomcat.addServlet(context, "resource", new Resource(spring));
        context.addServletMapping("/", "resource");
        context.addServletContainerInitializer(
                (classes, servlets) -> {
                    servlets.addListener(new ContextLoaderListener(spring));
                    servlets.addFilter("security", new DelegatingFilterProxy("springSecurityFilterChain", spring))
                            .addMappingForUrlPatterns(null, false, "/*");
                },
                null);
        tomcat.start();
    }

    private static Connector connector(Path folder) throws IOException {
        CertificateAndKey server = TestAuthority.in(folder, Clock.systemUTC())
                .serverCertificate(List.of("localhost"), List.of("127.0.0.1"));
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(tls, Type.EC);
        certificate.setCertificateFile(Files.writeString(folder.resolve("oauth.pem"), server.certificate())
                .toString());
        certificate.setCertificateKeyFile(
                Files.writeString(folder.resolve("oauth-key.pem"), server.key()).toString());
        tls.addCertificate(certificate);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(tls);
        return connector;
    }

    public URI tokenUrl() {
        return url().resolve("/oauth2/token");
    }

    /** Below it every path answers 200 for a token of this server, and 401 for any other. */
    public URI url() {
        return URI.create("https://localhost:" + tomcat.getConnector().getLocalPort());
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Something to be called with a token. */
    private static final class Resource extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final String SCHEME = "Bearer ";

        private final transient ApplicationContext spring;

        Resource(ApplicationContext spring) {
            this.spring = spring;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setStatus(
                    isIssued(request.getHeader("Authorization"))
                            ? HttpServletResponse.SC_OK
                            : HttpServletResponse.SC_UNAUTHORIZED);
            response.getWriter().write("{}");
        }

        private boolean isIssued(@Nullable String authorization) {
            if (authorization == null || !authorization.startsWith(SCHEME)) {
                return false;
            }
            OAuth2Authorization found = spring.getBean(OAuth2AuthorizationService.class)
                    .findByToken(authorization.substring(SCHEME.length()), OAuth2TokenType.ACCESS_TOKEN);
            return found != null && found.getAccessToken().isActive();
        }
    }

    /** Spring's server as its documentation sets it up, for one client. */
    @Configuration
    @EnableWebSecurity
    static class Server {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
            return http.securityMatcher(server.getEndpointsMatcher())
                    .with(server, Customizer.withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId("1")
                    .clientId(CLIENT_ID)
                    .clientSecret(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                            .encode(SECRET))
                    .clientAuthenticationMethods(methods -> methods.addAll(Set.of(
                            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                            ClientAuthenticationMethod.CLIENT_SECRET_POST)))
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .tokenSettings(TokenSettings.builder()
                            .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                            .accessTokenTimeToLive(LIFETIME)
                            .build())
                    .build());
        }

        @Bean
        OAuth2AuthorizationService authorizations() {
            return new InMemoryOAuth2AuthorizationService();
        }

        @Bean
        JWKSource<SecurityContext> keys() throws JOSEException {
            RSAKey key = new RSAKeyGenerator(2_048).keyID("1").generate();
            return new ImmutableJWKSet<>(new JWKSet(key));
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }
}
