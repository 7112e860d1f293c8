package io.partnerapi.worker.config;

import io.partnerapi.worker.check.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be run with; its message lists everything that is wrong, one problem a line. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", heading(problems.size()), "")));
        this.problems = List.copyOf(problems);
    }

    private static String heading(int count) {
        return count == 1 ? "One setting is wrong:" : count + " settings are wrong:";
    }

    public List<Problem> problems() {
        return problems;
    }
}
