package io.partnerapi.worker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Makes admin clients that give up soon, so that a lost broker is noticed. */
public final class Admins implements Supplier<Admin> {
    private static final int REQUEST_TIMEOUT_MILLIS = 3_000;
    private static final int API_TIMEOUT_MILLIS = 5_000;

    private final Map<String, Object> properties;

    /**
     * @param given how to reach Kafka
     * @param worker id of this worker
     */
    public Admins(Map<String, Object> given, String worker) {
        Map<String, Object> all = new HashMap<>();
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        all.putAll(given);
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, worker + "-admin");
        properties = Map.copyOf(all);
    }

    @Override
    public Admin get() {
        return Admin.create(properties);
    }
}
