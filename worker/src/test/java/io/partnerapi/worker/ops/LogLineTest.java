package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLineTest.class.getResource("/logback.xml"));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void anEventIsOneLineInUtcWhateverItHolds() {
        // Given
        Logger logger = context.getLogger("io.partnerapi.worker.Worker");
        IllegalStateException failure = new IllegalStateException("first\nsecond");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, "spoken\r\nby a stranger", failure, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));

        // When
        String line = line(event);

        // Then
        assertThat(line)
                .startsWith("2026-01-02T03:04:05.006Z WARN  [main] Worker - spoken | by a stranger | java.lang.Illegal")
                .contains("first | second | at " + LogLineTest.class.getName())
                .endsWith("\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void aPlainEventEndsWithItsMessage() {
        // Given
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.partnerapi.worker.Worker"), Level.INFO, "started", null, null);

        // When
        String line = line(event);

        // Then
        assertThat(line).endsWith(" Worker - started\n");
    }

    @Test
    void fieldsFollowTheMessage() {
        // Given
        LoggingEvent event = ended();

        // When
        String line = line(event);

        // Then
        assertThat(line).endsWith(" PipelineReport - A command has ended command=\"c-1\" outcome=\"UNKNOWN\"\n");
    }

    @Test
    void asJsonTheSameEventIsOneObject() throws Exception {
        // Given
        LogFormat.JSON.configure(context);

        // When
        JsonNode line = new ObjectMapper().readTree(line(ended()));

        // Then
        assertThat(line.path("formattedMessage").asText()).isEqualTo("A command has ended");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("timestamp").asLong()).isPositive();
        assertThat(line.path("kvpList").toString()).isEqualTo("[{\"command\":\"c-1\"},{\"outcome\":\"UNKNOWN\"}]");
        assertThat(line.path("arguments").isMissingNode()).isTrue();
    }

    private LoggingEvent ended() {
        Logger logger = context.getLogger("io.partnerapi.worker.pipeline.PipelineReport");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, "A command has ended", null, null);
        event.addKeyValuePair(new KeyValuePair("command", "c-1"));
        event.addKeyValuePair(new KeyValuePair("outcome", "UNKNOWN"));
        return event;
    }

    @Test
    void librariesAreQuiet() {
        // Given the shipped configuration

        // When
        Level worker = context.getLogger("io.partnerapi.worker").getEffectiveLevel();
        Level hazelcast = context.getLogger("com.hazelcast.core").getEffectiveLevel();
        Level kafka = context.getLogger("org.apache.kafka.clients").getEffectiveLevel();
        Level netty = context.getLogger("io.netty.channel").getEffectiveLevel();

        // Then
        assertThat(worker).isEqualTo(Level.INFO);
        assertThat(hazelcast).isEqualTo(Level.WARN);
        assertThat(kafka).isEqualTo(Level.WARN);
        assertThat(netty).isEqualTo(Level.WARN);
    }

    private String line(ILoggingEvent event) {
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .next();
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
