package io.partnerapi.worker.cluster;

import io.partnerapi.worker.check.Checks;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the workers find each other.
 *
 * @param name workers with another name never join; nobody outside should be able to guess it
 * @param host address of this member, to listen on and to be reached at
 * @param port port of this member
 * @param members addresses of the members, each {@code host} or {@code host:port}
 * @param expectedMembers how many members the whole cluster has
 * @param config Hazelcast's own settings file, for other ways to join, or null
 */
public record ClusterSettings(
        String name,
        String host,
        int port,
        List<String> members,
        int expectedMembers,
        @Nullable Path config) {

    private static final int MOST_MEMBERS = 100;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    public ClusterSettings {
        members = List.copyOf(members);
        Checks checks = new Checks()
                .hiddenName("cluster.name", name)
                .present("cluster.host", host, "Set the address at which the other workers reach this one")
                .between("cluster.port", port, 0, 65_535)
                .between("cluster.expected-members", expectedMembers, 1, MOST_MEMBERS)
                .require(
                        expectedMembers == 1 || !members.isEmpty() || config != null,
                        "cluster.expected-members",
                        expectedMembers,
                        "needs a way to find the other workers",
                        "List their addresses in cluster.members, or name a Hazelcast file in cluster.config")
                .require(
                        members.size() <= MOST_MEMBERS,
                        "cluster.members",
                        members.size() + " addresses",
                        "must be at most " + MOST_MEMBERS,
                        "List only some members: one that is reached tells of the others");
        for (String member : members) {
            checks.require(
                    ADDRESS.matcher(member).matches(),
                    "cluster.members",
                    member,
                    "must be host or host:port",
                    "Separate several addresses by commas; put an IPv6 address in brackets");
        }
        checks.orThrow();
    }

    /** Without the name: whoever knows it, and reaches the port, joins. */
    @Override
    public String toString() {
        return "ClusterSettings[host=%s, port=%d, members=%s, expectedMembers=%d, config=%s]"
                .formatted(host, port, members, expectedMembers, config);
    }
}
