package dev.amioperator.operator;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * Starts the operator beside the HTTP server, so that probes are answered while informers sync. An
 * informer that cannot start retries and fails the liveness probe; any other failed start ends the
 * process, where Quarkus's asynchronous start would leave a process without controllers.
 */
@Singleton
class Startup {
  private static final Logger LOG = Logger.getLogger(Startup.class);

  private final Operator operator;
  private final InstallationOverlapCheck overlapCheck;
  private final ExecutorService executor;

  Startup(Operator operator, InstallationOverlapCheck overlapCheck, ExecutorService executor) {
    this.operator = operator;
    this.overlapCheck = overlapCheck;
    this.executor = executor;
  }

  void onStart(@Observes StartupEvent event) {
    executor.execute(this::start);
  }

  void onStop(@Observes ShutdownEvent event) {
    operator.stop();
  }

  private void start() {
    try {
      overlapCheck.awaitNoOverlap();
      operator.start();
      LOG.info("the operator started");
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.fatal("the operator could not start; exiting", e);
      Quarkus.asyncExit(1);
    }
  }
}
