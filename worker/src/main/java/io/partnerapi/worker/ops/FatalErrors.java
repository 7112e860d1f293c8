package io.partnerapi.worker.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of errors after which the virtual machine is half dead, such as a lack of heap, if a library catches and logs them:
 * its thread may have ended by that, and nothing else would show it. What this program's own code logs it has dealt with.
 */
public final class FatalErrors extends AppenderBase<ILoggingEvent> {
    private static final String OURS = "io.partnerapi.";

    private final Thread.UncaughtExceptionHandler died;

    private FatalErrors(Thread.UncaughtExceptionHandler died) {
        this.died = died;
    }

    /** From now on. */
    public static void tell(Thread.UncaughtExceptionHandler died) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            FatalErrors errors = new FatalErrors(died);
            errors.setContext(context);
            errors.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(errors);
        }
    }

    /** Whether no thread can be relied on after it; too deep a recursion ends with its own stack. */
    public static boolean isFatal(Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith(OURS)) {
            return;
        }
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ThrowableProxy known && isFatal(known.getThrowable())) {
                died.uncaughtException(Thread.currentThread(), known.getThrowable());
                return;
            }
        }
    }
}
